"""GOV.UK Frontend for Django: form fields, error summary, assets. It knows nothing of the product."""

from django.apps import AppConfig


class GovukConfig(AppConfig):
    name = "fairplace.govuk"
    label = "govuk"
