"""The view of accredited lines says on which scale a rating stands, so that it can be told what it is worth (Q4)."""

from django.db import migrations

VIEW = """
    CREATE OR REPLACE VIEW accredited_lines AS
    SELECT l.id AS line_id, l.state, l.category_id, l.category_version_id, l.competency_score, l.accredited_at,
           l.provider_id, p.name AS provider_name,
           e.id AS establishment_id, e.name AS establishment_name, e.kind, e.easting, e.northing, e.council_area,
           e.age_from, e.age_to, e.takes, e.placement_kinds, e.places, e.vacancies, e.rating, e.rated_on,
           (SELECT coalesce(jsonb_object_agg(c.heading, c.weekly::text), '{}')
              FROM qualification_corecost c WHERE c.line_id = l.id) AS core_costs,
           e.rating_framework
      FROM qualification_line l
      JOIN organisations_establishment e ON e.id = l.establishment_id
      JOIN organisations_organisation p ON p.id = l.provider_id
     WHERE l.state IN ('accredited', 'suspended')
"""


class Migration(migrations.Migration):
    dependencies = [("qualification", "0004_decision_letters"), ("organisations", "0003_areas_of_a_rating")]
    operations = [migrations.RunSQL(VIEW, migrations.RunSQL.noop)]
