"""Forms of the recruiter's pages."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm


class LoginForm(AuthenticationForm):
    error_messages = {
        "invalid_login": "That e-mail and password do not match",
        "inactive": "That e-mail and password do not match",
    }
    username = forms.CharField(label="E-mail", max_length=254)
