"""Attention: planned against actual contacts."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from recruiter import attention as ledger
from recruiter.access import RecruiterRequest, recruiter_required


@recruiter_required
@require_GET
def attention(request: RecruiterRequest) -> HttpResponse:
    page = {"attention": ledger.read(request.recruiter)}
    return render(request, "recruiter/attention.html", page)
