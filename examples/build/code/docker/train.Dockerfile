FROM python@sha256:2e0f3c1d6c0f6c1b2b6e8d6b7a1f7e5d4c3b2a190817263544f5e6d7c8b9a0f1
WORKDIR /app
COPY requirements.txt ./
RUN --mount=type=cache,target=/root/.cache/pip pip install --requirement requirements.txt
COPY train.py ./
USER 1000
