from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("examinations", "0015_goods_and_links")]

    operations = [
        migrations.AddIndex(
            model_name="examination",
            index=models.Index(condition=models.Q(("state", "SUBMITTED")), fields=["submitted_at", "id"], name="examination_all_to_assure"),
        ),
    ]
