"""The departments of the city, for which officers hold their roles. HTTP only."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jibungoto.kernel.access import access
from jibungoto.kernel.links import link
from jibungoto.kernel.once import makes_one
from jibungoto.kernel.turns import in_turn
from jibungoto.people import services
from jibungoto.people.forms import DepartmentChangeForm, DepartmentForm, posted
from jibungoto.people.models import Department
from jibungoto.people.selectors import roles as selectors
from jibungoto.ui.listing import inside
from jibungoto.ui.seen import status as status_of


@makes_one
@require_http_methods(["GET", "POST"])
@never_cache
@access("people.department.manage")
def department_list(request: HttpRequest) -> HttpResponse:
    """Every department with who is of it; those that only records name can be put in the list."""
    form = DepartmentForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_department(**form.cleaned_data, actor=request.actor)  # type: ignore[attr-defined]
        except services.RoleProblem as problem:
            form.add_error("name", str(problem))
        else:
            messages.success(request, _("「{}」を一覧に加えました。").format(inside(made.name)))
            return redirect(link("people:department_list"))
    context = {
        "form": form,
        "departments": selectors.departments(),
        "named": selectors.departments_only_named(),
    }
    status = status_of(form)
    return render(request, "people/department_list.html", context, status=status)


@require_http_methods(["GET", "POST"])
@never_cache
@in_turn
@access("people.department.manage", load=selectors.department)
def department_change(request: HttpRequest, department: Department) -> HttpResponse:
    form = DepartmentChangeForm(posted(request), department=department)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_department(
                department=department,
                **form.cleaned_data,
                actor=request.actor,  # type: ignore[attr-defined]
            )
        except services.RoleProblem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("課の名前と、いまの課を書きかえました。"))
            return redirect(link("people:department_list"))
    context = {"form": form, "department": department}
    status = status_of(form)
    return render(request, "people/department_change.html", context, status=status)
