from django.db import migrations


def name_departments(apps, schema_editor):
    """Officers of whom rounds know the one department they were asked for hold their role for it.

    Whoever was asked for several, or for none, waits for an administrator to say.
    """
    RoleGrant = apps.get_model("people", "RoleGrant")
    Department = apps.get_model("people", "Department")
    ReviewContact = apps.get_model("reviews", "ReviewContact")
    waiting = RoleGrant.everywhere.filter(role__scope="department", department=None)
    for grant in waiting:
        asked = ReviewContact.everywhere.filter(
            municipality=grant.municipality_id, user=grant.user_id
        )
        names = set(asked.values_list("request__department", flat=True))
        if len(names) == 1:
            grant.department = Department.everywhere.get_or_create(
                municipality_id=grant.municipality_id, name=names.pop()
            )[0]
            grant.save(update_fields=["department"])


class Migration(migrations.Migration):
    dependencies = [("reviews", "0002_reports"), ("people", "0003_departments")]
    operations = [migrations.RunPython(name_departments, migrations.RunPython.noop)]
