"""The manifest of statistics."""

from django.utils.translation import gettext_lazy as _

from jibungoto.kernel.registry import Kind, Module, Permission, Stage

from .models import Indicator
from .population_intake import KIND as POPULATION

MODULE = Module(
    app="statistics",
    stage=Stage.KNOW,
    permissions=[
        Permission("statistics.figure.edit", _("指標の数を書きこむ")),
        Permission("statistics.figure.import", _("人口や指標をファイルから取りこむ")),
    ],
    roles={
        "administrator": ["statistics.figure.edit", "statistics.figure.import"],
        "planner": ["statistics.figure.edit", "statistics.figure.import"],
        "department": ["statistics.figure.edit"],
    },
    kinds=[Kind(Indicator.KIND, _("指標"), Stage.KNOW)],
    intakes=[POPULATION],
)
