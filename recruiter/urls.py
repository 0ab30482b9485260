"""Addresses. URL names equal view names."""

from django.contrib import admin
from django.urls import path

from recruiter.views import account

urlpatterns = [
    path("", account.home, name="home"),
    path("log-in/", account.Login.as_view(), name="login"),
    path("log-out/", account.Logout.as_view(), name="logout"),
    path("theme/", account.theme, name="theme"),
    path("admin/", admin.site.urls),
]

handler500 = "recruiter.views.errors.server_error"
