# Written by launch for a job that installs nothing.
FROM @BASE@
@SYSTEM_PACKAGES@
ENV PYTHONUNBUFFERED=1
@USER@
ENTRYPOINT @ENTRYPOINT@
