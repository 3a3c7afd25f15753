"""Keeping the document store clean."""

from datetime import timedelta
from typing import Final

from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from fairplace.foundations.documents.models import Document
from fairplace.foundations.kernel.file_lock import FILES_STAY

# Longer than any transaction: a younger file may still get its row.
LEFT_ALONE_FOR: Final = timedelta(days=1)


@app.periodic(cron="41 3 * * *")
@app.task(name="documents.sweep_files", queueing_lock="documents.sweep_files")
def sweep_files(timestamp: int) -> None:
    """Take away files whose upload was rolled back."""
    sweep()


@transaction.atomic
def sweep() -> int:
    """How many files without a row were taken away: none while a backup is made, which may still want them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [FILES_STAY])
        if not cursor.fetchone()[0]:
            return 0
    taken = 0
    folders, _ = default_storage.listdir("") if default_storage.exists("") else ([], [])
    for folder in folders:
        names = [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]
        known = set(Document.objects.filter(stored_as__in=names).values_list("stored_as", flat=True))
        for name in sorted(set(names) - known):
            if default_storage.get_modified_time(name) < timezone.now() - LEFT_ALONE_FOR:
                default_storage.delete(name)
                taken += 1
    return taken
