# Included by the top when a wheel is built (pyproject.toml): pip puts scripts and data where an environment
# has them, and a distribution's bill and notices have places of their own (PEP 770, PEP 639).
set(CMAKE_INSTALL_BINDIR ${SKBUILD_SCRIPTS_DIR})
set(CMAKE_INSTALL_DATADIR ${SKBUILD_DATA_DIR}/share)
set(bill_folder ${SKBUILD_METADATA_DIR}/sboms)
set(notices_folder ${SKBUILD_METADATA_DIR}/licenses)
