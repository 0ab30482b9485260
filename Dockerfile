# The application's image. Web, worker, beat and dispatcher differ by their command alone.
FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    OPENBLAS_NUM_THREADS=1 \
    OMP_NUM_THREADS=1

RUN useradd --system --uid 10001 --create-home cultivate
WORKDIR /app

COPY requirements/runtime.txt requirements/runtime.txt
RUN pip install --require-hashes --no-deps --only-binary :all: -r requirements/runtime.txt

COPY manage.py pyproject.toml ./
COPY candidates candidates
COPY hiring hiring
COPY recruiter recruiter
COPY static static
COPY templates templates

# Neither is used here, and neither stays: settings only want to be told.
RUN SECRET_KEY=build DATABASE_URL=postgres:///build REDIS_URL=redis://build \
    python manage.py collectstatic --noinput --verbosity 0

USER cultivate
EXPOSE 8000
CMD ["python", "-m", "granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", \
     "--workers", "2", "--blocking-threads", "4", "--no-ws", "recruiter.wsgi:application"]
