"""A candidate's own pages: one question, consent, and everything that is held about them."""

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from candidates.models import Candidate, ConsentScope, Statement, StatementSource
from candidates.own_forms import (
    NOT_THIS_ADDRESS,
    AddressForm,
    OwnFactsForm,
    OwnTextForm,
    PhoneForm,
    SayForm,
)
from recruiter import acts, coached, consents, erasing, exporting, knocks, links, own, waiting
from recruiter.own_access import (
    LANGUAGE_COOKIE,
    LANGUAGES,
    OwnRequest,
    language_of,
    limited,
    open_to_all,
    pass_required,
    sure_if_possible,
    sure_required,
)

YEAR = 365 * 24 * 3600
CHECKS: dict[str, type[Form]] = {"email": AddressForm, "phone": PhoneForm}
NOT_KNOWN = {
    "email": gettext_lazy("That is not the address that we write to."),
    "phone": gettext_lazy("That is not the number that we have."),
}


@csrf_exempt  # whatever the verb, the answer leads away from an address that holds a token
@open_to_all
def own_open(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token out of the address at once: a pass for these pages stands in for it."""
    who = knocks.address_of(request)
    link = None if knocks.OPENING.was_over(who) else links.opened_by(token)
    if link is None:
        knocks.OPENING.is_over(who)
    response = redirect("own_page" if link else "own_closed")
    response["Referrer-Policy"] = "no-referrer"
    if link:
        links.give_pass(request, response, link, is_sure=False)
    else:
        links.take_pass(response)
    return response


@open_to_all
@require_http_methods(["GET", "POST"])
def own_closed(request: HttpRequest) -> HttpResponse:
    """The same for a link that ran out, was revoked, was guessed, or never was.

    Whoever asks for a new one is answered the same, whether or not anybody is known by that name.
    """
    who = knocks.address_of(request)
    form = AddressForm(request.POST or None, auto_id="ask-%s")
    busy = knocks.OPENING.was_over(who)
    asked = False
    if request.method == "POST" and not (busy := busy or knocks.ASKING.is_over(who)):
        asked = form.is_valid()
        if asked and (known := Candidate.objects.with_email(form.cleaned_data["email"]).first()):
            acts.note(known, acts.Action.LINK_ASKED)
    page = {"form": form, "asked": asked, "busy": busy} | frame(request)
    refused = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound and not asked else HTTPStatus.GONE
    status = HTTPStatus.TOO_MANY_REQUESTS if busy else HTTPStatus.OK if asked else refused
    response = render(request, "own/closed.html", page, status=status)
    if busy:
        response["Retry-After"] = "600"
    return response


def frame(request: HttpRequest) -> dict[str, object]:
    return {
        "organisation": settings.ORGANISATION,
        "languages": LANGUAGES.items(),
        "language": language_of(request),
    }


def shown(request: OwnRequest, template: str, status: int = 200, **page: object) -> HttpResponse:
    page |= {"link": request.link, "candidate": request.link.candidate}
    return render(request, f"own/{template}.html", page | frame(request), status=status)


@pass_required
@require_http_methods(["GET", "POST"])
def own_page(request: OwnRequest) -> HttpResponse:
    """One question. With "check" pressed, the coach answers and nothing is kept."""
    asks = consents.asks(request.link.candidate, request.link.by.name)
    asked = [(one.scope, one.words, one.is_needed) for one in asks if one.given is None]
    if request.method == "GET" or "check" in request.POST:
        text = str(request.POST.get("text", ""))
        form = SayForm(initial={"text": text}, asked=asked, auto_id="say-%s")
        return shown(request, "page", form=form, asks=asks, advice=coached.own_advice(text))
    form = SayForm(request.POST, asked=asked, auto_id="say-%s")
    if knocks.WRITING.is_over(str(request.link.pk)):
        form.add_error(None, _("That was a lot at once. Wait an hour, then send it again."))
        return shown(request, "page", 429, form=form, asks=asks)
    if not form.is_valid():
        return shown(request, "page", 422, form=form, asks=asks)
    own.send(request.link, form.cleaned_data["text"], form.agreed)
    return redirect("own_sent")


@pass_required
@require_GET
def own_sent(request: OwnRequest) -> HttpResponse:
    return shown(request, "sent")


@pass_required
@require_POST
def own_coach(request: OwnRequest) -> HttpResponse:
    """What the coach asks back, while somebody types. Nothing of it is kept."""
    if knocks.COACHING.is_over(str(request.link.pk)):
        return HttpResponse(status=204)
    return shown(request, "coach", advice=coached.own_advice(str(request.POST.get("text", ""))))


@open_to_all
@require_POST
def own_language(request: HttpRequest) -> HttpResponse:
    """Keep the language that was chosen, for these pages alone."""
    response = redirect("own_page")
    if (chosen := request.POST.get("language", "")) in LANGUAGES:
        response.set_cookie(
            LANGUAGE_COOKIE,
            chosen,
            max_age=YEAR,
            path=links.COOKIE_PATH,
            samesite="Lax",
            secure=request.is_secure(),
            httponly=True,
        )
    return response


@pass_required
@require_http_methods(["GET", "POST"])
def own_check(request: OwnRequest) -> HttpResponse:
    """Ask for the address or number on file before anything that is held is shown."""
    field = links.known_by(request.link.candidate)
    if request.is_sure:
        return redirect("own_data")
    if not field:
        return shown(request, "unknown")
    form = CHECKS[field](request.POST or None, auto_id="check-%s")
    if request.method == "GET":
        return shown(request, "check", form=form, field=form[field])
    # Counted before it is compared: of many tries at once no more get through than of as many
    # one after the other.
    if form.is_valid() and knocks.SURE.is_over(str(request.link.pk)):
        form.add_error(None, _("Too many tries. Wait an hour, or ask for a new link."))
        return shown(request, "check", 429, form=form, field=form[field])
    if form.is_valid() and links.is_theirs(request.link.candidate, form.cleaned_data[field]):
        response = redirect("own_data")
        links.give_pass(request, response, request.link, is_sure=True)
        return response
    if form.is_valid():
        form.add_error(field, NOT_KNOWN[field])
    return shown(request, "check", 422, form=form, field=form[field])


@pass_required
@require_POST
@limited
def own_vouch(request: OwnRequest) -> HttpResponse:
    """Nothing is on file to be known by: ask the recruiter to say that it is really them."""
    acts.note(request.link.candidate, acts.Action.WHO_ASKED, link=request.link)
    words = _("%(name)s is asked. Once they have spoken to you, this page shows everything.")
    messages.success(request, words % {"name": request.link.by.name})
    return redirect("own_check")


@sure_required
@require_GET
def own_data(request: OwnRequest) -> HttpResponse:
    return data_page(request)


def data_page(request: OwnRequest, status: int = 200, **forms: object) -> HttpResponse:
    page = {
        "data": own.read(request.link.candidate),
        "asks": consents.asks(request.link.candidate, request.link.by.name),
        "facts": OwnFactsForm(instance=request.link.candidate, auto_id="fact-%s"),
    }
    return shown(request, "data", status, **(page | forms))


@sure_required
@require_POST
@limited
def own_facts(request: OwnRequest) -> HttpResponse:
    """Correct one's own details. An address of somebody else's is refused without saying so."""
    corrected = Candidate.objects.get(pk=request.link.candidate_id)
    form = OwnFactsForm(request.POST, instance=corrected, auto_id="fact-%s")
    if form.is_valid():
        try:
            with transaction.atomic():
                own.correct(request.link, form.instance, form.changed_data)
        except IntegrityError:
            form.add_error("email", NOT_THIS_ADDRESS)
    if form.errors:
        return data_page(request, 422, facts=form)
    messages.success(request, _("Corrected."))
    return redirect("own_data")


@sure_required
@require_POST
@limited
def own_statement(request: OwnRequest, pk: int) -> HttpResponse:
    """Change one's own words, or take them back."""
    mine = request.link.candidate.statements.filter(source=StatementSource.OWN_WORDS)
    statement: Statement = get_object_or_404(mine, pk=pk)
    if "remove" in request.POST:
        own.take_back(request.link, statement)
        messages.success(request, _("Taken back. It is gone."))
        return redirect("own_data")
    form = OwnTextForm(request.POST, auto_id=f"words-{pk}-%s")
    if form.is_valid():
        try:
            own.reword(request.link, statement, form.cleaned_data["text"])
        except IntegrityError:
            form.add_error("text", _("You have said the same in another statement."))
    if form.errors:
        return data_page(request, 422, rewording=form, reworded=pk)
    messages.success(request, _("Changed."))
    return redirect("own_data")


@pass_required
@require_POST
@limited
def own_consent(request: OwnRequest) -> HttpResponse:
    """Give or withdraw one consent: a press either way."""
    scope = request.POST.get("scope", "")
    if scope in ConsentScope.values:
        if "withdraw" not in request.POST:
            own.agree(request.link, scope)
            messages.success(request, _("Thank you. Noted."))
        else:
            own.withdraw(request.link, scope)
            is_needed = scope == ConsentScope.KEEP
            messages.success(
                request,
                _("Withdrawn. You are not ranked any more; to have all of it gone, erase it.")
                if is_needed
                else _("Withdrawn."),
            )
    return redirect("own_data" if request.is_sure else "own_page")


@sure_required
@require_POST
@limited
def own_ranking(request: OwnRequest) -> HttpResponse:
    """Object to being ranked, or allow it again."""
    if "allow" in request.POST:
        own.allow_ranking(request.link)
        messages.success(request, _("You may be ranked again."))
    else:
        own.object_to_ranking(request.link)
        messages.success(request, _("You are not ranked any more. You stay reachable."))
    return redirect("own_data")


@sure_required
@require_POST
@limited
def own_review(request: OwnRequest) -> HttpResponse:
    """Ask that a person looks again."""
    acts.note(request.link.candidate, acts.Action.REVIEW, link=request.link)
    words = _("%(name)s is asked to look at it personally, and to write to you.")
    messages.success(request, words % {"name": request.link.by.name})
    return redirect("own_data")


@sure_required
@require_GET
def own_download(request: OwnRequest, kind: str) -> HttpResponse:
    """Everything that one may see, as JSON or as a page to read and print."""
    candidate = request.link.candidate
    tables = exporting.export(candidate, exporting.shown_to_candidates())
    acts.note(candidate, acts.Action.DOWNLOADED, link=request.link)
    if kind == "json":
        response: HttpResponse = JsonResponse(
            exporting.as_json(tables), json_dumps_params={"ensure_ascii": False, "indent": 2}
        )
    else:
        response = shown(request, "export", tables=tables)
    response["Content-Disposition"] = f'attachment; filename="my-data.{kind}"'
    return response


@sure_if_possible
@require_http_methods(["GET", "POST"])
@limited
def own_erase(request: OwnRequest) -> HttpResponse:
    """Name what goes, then set the day. Who holds nothing but a link is told no number."""
    if request.method == "GET":
        goes = erasing.count(request.link.candidate) if request.is_sure else None
        wait = waiting.KNOWN if request.is_sure else waiting.UNKNOWN
        return shown(request, "erase", goes=goes, days=wait.days, is_sure=request.is_sure)
    response = redirect("own_erase")
    if waiting.ask(request.link, is_sure=request.is_sure):
        link = waiting.warn(request, request.link)
        links.give_pass(request, response, link, is_sure=request.is_sure)
    return response


@sure_if_possible
@require_POST
@limited
def own_keep(request: OwnRequest) -> HttpResponse:
    """Stop an erasure that was asked for."""
    if waiting.stop(request.link.candidate, link=request.link):
        messages.success(request, _("Nothing is erased. Everything is as it was."))
    return redirect("own_data" if request.is_sure else "own_page")
