# Written by launch for a job with a conda environment.
FROM condaforge/miniforge3:24.11.3-0 AS build
WORKDIR /home/launch
@INSTALL@

FROM @BASE@
@SYSTEM_PACKAGES@
COPY --from=build /env /env
ENV PATH=/env/bin:$PATH CONDA_PREFIX=/env PYTHONUNBUFFERED=1
@USER@
ENTRYPOINT @ENTRYPOINT@
