"""The form on which the lead authority drafts terms: clauses, grounds, notice, schedules, date, consequence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from fairplace.dps.market.queries.terms import TermsDraftRow
from fairplace.dps.market.rules.terms_content import REMOVAL, SUSPENSION, ground_code
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice

LEADS_TO = (Choice(SUSPENSION, "Suspension"), Choice(REMOVAL, "Removal"))


class TermsForm(forms.Form):
    """Fields by number: clauses and grounds as they are, and an empty one of each at the end."""

    label = fields.Text("Version", hint="For example 2027-1.", longest=40)
    accept_by = fields.Date("Accept by", hint="At least 14 days after you publish.")
    consequence = fields.LongText(
        "What follows if a provider does not accept?",
        hint="Providers read this beside the date, and in every reminder.",
        max_words=100,
    )

    def __init__(self, *args: Any, row: TermsDraftRow, councils: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        content = row.content
        initial: dict[str, Any] = {
            "label": row.label,
            "accept_by": row.accept_by,
            "consequence": row.consequence,
            "notice_months": content.notice_months,
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.councils = list(councils)
        self.grounds = [ground.code for ground in content.grounds]
        self.fields["notice_months"] = fields.WholeNumber(
            "Months of notice when a provider leaves", minimum=0, maximum=12
        )
        self.clause_fields = []
        for number, clause in enumerate([*content.clauses, None], 1):
            title = fields.Text(f"Clause {number}: title" if clause else "A further clause: title", required=False)
            text = fields.LongText(f"Clause {number}: text" if clause else "A further clause: text", required=False)
            self._add(f"clause_{number}_title", title, clause.title if clause else "")
            self._add(f"clause_{number}_text", text, clause.text if clause else "")
            self.clause_fields.append((f"clause_{number}_title", f"clause_{number}_text"))
        self.ground_fields = []
        for number, ground in enumerate([*content.grounds, None], 1):
            words = fields.LongText(f"Ground {number}" if ground else "A further ground", required=False)
            leads = fields.Radios("It leads to", choices=LEADS_TO, required=False, inline=True)
            self._add(f"ground_{number}_text", words, ground.text if ground else "")
            self._add(f"ground_{number}_leads", leads, ground.leads_to if ground else "")
            self.ground_fields.append((f"ground_{number}_text", f"ground_{number}_leads"))
        self.schedule_fields = []
        for council_id, name in self.councils:
            self._add(
                f"schedule_{council_id}", fields.LongText(name, required=False), row.schedules.get(council_id, "")
            )
            self.schedule_fields.append(f"schedule_{council_id}")
        self.fields["upload"] = fields.Upload(
            "The full text as a document", required=False, extensions=("pdf",), hint="A PDF, if there is one."
        )

    def _add(self, name: str, field: Any, value: str) -> None:
        self.fields[name] = field
        self.initial[name] = value

    def told(self) -> dict[str, Any]:
        """What save_terms_draft is told: emptied clauses and grounds are left out."""
        data = self.cleaned_data
        clauses = [(data[title] or "", data[text] or "") for title, text in self.clause_fields]
        grounds = []
        for number, (words, leads) in enumerate(self.ground_fields):
            if text := (data[words] or "").strip():
                code = self.grounds[number] if number < len(self.grounds) else ground_code(text)
                grounds.append({"code": code, "text": text, "leads_to": data[leads] or ""})
        return {
            "label": data["label"],
            "content": {
                "clauses": [{"title": title, "text": text} for title, text in clauses if title or text],
                "grounds": grounds,
                "notice_months": data["notice_months"],
            },
            "schedules": {council_id: data[f"schedule_{council_id}"] or "" for council_id, _ in self.councils},
            "accept_by": data["accept_by"],
            "consequence": data["consequence"],
            "upload": data["upload"] or None,
        }
