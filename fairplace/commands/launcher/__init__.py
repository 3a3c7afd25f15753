"""Starting and stopping: the embedded database, its roles, the web server and the worker, as one family of
processes that ends together however it ends."""
