# Written by launch for a Python job on an image with an accelerator's libraries.
# What the image brings (torch, tensorflow) stays in reach: the environment sees the system's packages.
FROM @BASE@ AS build
@SYSTEM_PACKAGES@
@PYTHON@
WORKDIR /home/launch
RUN @PYTHON_PROGRAM@ -m venv --system-site-packages /env
ENV PATH=/env/bin:$PATH VIRTUAL_ENV=/env PIP_DISABLE_PIP_VERSION_CHECK=1
@INSTALL@

FROM @BASE@
@SYSTEM_PACKAGES@
@PYTHON@
COPY --from=build /env /env
ENV PATH=/env/bin:$PATH VIRTUAL_ENV=/env PYTHONUNBUFFERED=1
@USER@
ENTRYPOINT @ENTRYPOINT@
