"""Addresses. URL names equal view names."""

from django.contrib import admin
from django.urls import path

from recruiter.views import (
    account,
    big_goal,
    contacts,
    goal_draft,
    goals,
    lists,
    needs,
    notes,
    openings,
    people,
    pins,
    runs,
    statements,
    undo,
)

urlpatterns = [
    path("", account.home, name="home"),
    path("log-in/", account.Login.as_view(), name="login"),
    path("log-out/", account.Logout.as_view(), name="logout"),
    path("theme/", account.theme, name="theme"),
    path("invest/", lists.invest, name="invest"),
    path("maintain/", lists.maintain, name="maintain"),
    path("status/", lists.status, name="status"),
    path("people/new/", people.person_add, name="person_add"),
    path("people/<int:pk>/", people.candidate, name="candidate"),
    path("people/<int:pk>/changes/", people.candidate_changes, name="candidate_changes"),
    path("people/<int:pk>/keep/", people.candidate_keep, name="candidate_keep"),
    path("people/<int:pk>/statements/", statements.statement_add, name="statement_add"),
    path("people/<int:pk>/statements/split/", statements.statement_split, name="statement_split"),
    path("people/<int:pk>/notes/", notes.note_add, name="note_add"),
    path("people/<int:pk>/contacts/", contacts.contact_add, name="contact_add"),
    path("people/<int:pk>/contacts/today/", contacts.contact_quick, name="contact_quick"),
    path("people/<int:pk>/pin/", pins.pin, name="pin"),
    path("people/<int:pk>/unpin/", pins.unpin, name="unpin"),
    path("statements/<int:pk>/kind/", statements.statement_kind, name="statement_kind"),
    path("notes/<int:pk>/", notes.note, name="note"),
    path("notes/<int:pk>/delete/", notes.note_delete, name="note_delete"),
    path("undo/<int:pk>/", undo.undo, name="undo"),
    path("goal/", big_goal.my_goals, name="my_goals"),
    path("departments/<int:pk>/goal/", big_goal.goal_edit, name="goal_edit"),
    path("departments/<int:pk>/goal/coach/", goal_draft.goal_coach, name="goal_coach"),
    path("departments/<int:pk>/goal/reword/", goal_draft.goal_reword, name="goal_reword"),
    path("departments/<int:pk>/goal/discard/", goal_draft.goal_discard, name="goal_discard"),
    path("departments/<int:pk>/goal/impact/", goal_draft.goal_impact, name="goal_impact"),
    path("departments/<int:pk>/goal/confirm/", big_goal.goal_confirm, name="goal_confirm"),
    path("departments/<int:pk>/goal/effect/", big_goal.goal_effect, name="goal_effect"),
    path(
        "departments/<int:pk>/goal/versions/<int:version>/",
        big_goal.goal_version,
        name="goal_version",
    ),
    path("departments/<int:pk>/needs/", needs.needs, name="needs"),
    path(
        "departments/<int:pk>/needs/<int:opening>/take-back/",
        needs.need_take_back,
        name="need_take_back",
    ),
    path("shared/<int:pk>/", needs.shared, name="shared"),
    path("shared/<int:pk>/<int:entry>/", needs.shared_answer, name="shared_answer"),
    path("goals/", goals.goals, name="goals"),
    path("goals/ask/", goals.goals_ask, name="goals_ask"),
    path("openings/", openings.openings, name="openings"),
    path("openings/<int:pk>/", openings.opening, name="opening"),
    path("openings/<int:pk>/shortlist/", openings.shortlist_make, name="shortlist_make"),
    path("openings/<int:pk>/share/", openings.shortlist_share, name="shortlist_share"),
    path("openings/<int:pk>/take-back/", openings.shortlist_revoke, name="shortlist_revoke"),
    path(
        "openings/<int:pk>/agreed/<int:entry>/", openings.shortlist_agreed, name="shortlist_agreed"
    ),
    path("runs/", runs.runs, name="runs"),
    path("runs/<int:number>/", runs.run, name="run"),
    path("runs/compare/", runs.run_compare, name="run_compare"),
    path("runs/progress/", runs.run_progress, name="run_progress"),
    path("runs/re-rank/", runs.rerank_now, name="rerank_now"),
    path("admin/", admin.site.urls),
]

handler400 = "recruiter.views.errors.bad_request"
handler403 = "recruiter.views.errors.forbidden"
handler500 = "recruiter.views.errors.server_error"
