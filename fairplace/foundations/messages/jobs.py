"""The jobs that send messages."""

from uuid import UUID

from procrastinate.contrib.django import app

from fairplace.foundations.messages import delivery


@app.task(name="messages.deliver_message")
def deliver_message(message_id: str) -> None:
    """Send one message, at once after its cause was committed."""
    delivery.deliver(UUID(message_id))


@app.periodic(cron="* * * * *")
@app.task(name="messages.deliver_due_messages", queueing_lock="messages.deliver_due_messages")
def deliver_due_messages(timestamp: int) -> None:
    """Send what could not be sent before."""
    delivery.deliver_due()
