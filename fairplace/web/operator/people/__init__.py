"""Who runs Fairplace, and the powerful roles of councils that come to them for agreement."""
