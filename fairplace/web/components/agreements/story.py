"""What happened to a line, as a timeline for either side."""

from __future__ import annotations

from fairplace.dps.qualification.queries.line_story import LineStory
from fairplace.web.components.line_status import line_status
from fairplace.web.components.rows import TimelineEntry


def story_entries(story: LineStory) -> list[TimelineEntry]:
    """The newest first."""
    return [
        TimelineEntry(
            at=one.at,
            title=one.title,
            by=one.by,
            text=one.text,
            tone=line_status(one.standing).tone if one.standing else "",
        )
        for one in story.happenings
    ]
