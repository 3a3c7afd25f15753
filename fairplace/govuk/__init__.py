"""GOV.UK Frontend for Django: fields that render themselves, error summary, assets."""
