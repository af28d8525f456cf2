"""Enquiry and question forms, and the page that says it has arrived."""

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from crm.core import clock
from crm.core.access import public
from portal.choices import EnquiryKind
from portal.forms import EnquiryForm, InboxForm, QuestionForm
from portal.inbox import TooMany, receive

RECEIPT = "portal.receipt"


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enquiry(request: HttpRequest) -> HttpResponse:
    return _form_page(request, EnquiryForm, "portal/enquiry.html")


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    return _form_page(request, QuestionForm, "portal/question.html", {"source_query": asked})


@public
@never_cache
def received(request: HttpRequest, number: str) -> HttpResponse:
    """Reached only with the signed receipt that the form hands out: numbers cannot be tried."""
    try:
        receipt = signing.loads(request.GET.get("receipt", ""), salt=RECEIPT, max_age=24 * 3600)
    except signing.BadSignature as error:
        raise Http404 from error
    if receipt.get("number") != number:
        raise Http404
    is_enquiry = receipt.get("kind") == EnquiryKind.INVESTMENT
    context = {"number": number, "is_enquiry": is_enquiry, "day": clock.today()}
    return render(request, "portal/received.html", context)


def _form_page(
    request: HttpRequest,
    form_class: type[InboxForm],
    template: str,
    initial: dict[str, str] | None = None,
) -> HttpResponse:
    if request.method != "POST":
        return render(request, template, {"form": form_class(initial=initial)})
    form = form_class(request.POST)
    if not form.is_valid():
        return render(request, template, {"form": form}, status=422)
    message = form.save(commit=False)
    message.kind = form.kind
    message.language = get_language() or ""
    try:
        receive(message, address=request.META.get("REMOTE_ADDR", ""), now=clock.now())
    except TooMany as refusal:
        form.add_error(None, refusal.message)
        return render(request, template, {"form": form}, status=429)
    receipt = signing.dumps({"number": message.number, "kind": message.kind}, salt=RECEIPT)
    url = reverse("portal:received", args=[message.number])
    return HttpResponseRedirect(f"{url}?receipt={receipt}")
