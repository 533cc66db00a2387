"""The manifest of opinions."""

from django.utils.translation import gettext_lazy

from jibungoto.kernel.registry import Module, Stage

MODULE = Module(
    app="opinions",
    stage=Stage.HEAR,
    actions={
        "opinions.analysis.final": gettext_lazy("話し合いの結果をまとめました"),
        "opinions.group.tell": gettext_lazy("意見のまとまりを、ことばで言いあらわしました"),
    },
)
