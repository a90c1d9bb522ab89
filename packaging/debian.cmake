# What Debian wants of a package beyond what `cmake --install` puts there (Debian policy, 12.3, 12.7):
# changelogs and manual pages compressed, its own changelog, and why lintian's word on static programs is
# not followed.
set(root ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/usr)
set(doc ${root}/share/doc/launch)
if(NOT DEFINED ENV{SOURCE_DATE_EPOCH})
  set(ENV{SOURCE_DATE_EPOCH} 0)
endif()
# RFC 5322, as deb-changelog(5) wants it.
string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC)

file(WRITE ${doc}/changelog
     "launch (${CPACK_PACKAGE_VERSION}) unstable; urgency=medium\n\n  * CHANGELOG.md.gz says what is new.\n\n -- ${CPACK_PACKAGE_CONTACT}  ${date}\n")
# zsh's own folder for what packages bring; site-functions is for /usr/local.
if(EXISTS ${root}/share/zsh/site-functions)
  file(RENAME ${root}/share/zsh/site-functions ${root}/share/zsh/vendor-completions)
endif()
file(GLOB pages ${root}/share/man/man1/*.1)
execute_process(COMMAND gzip -9nf ${doc}/changelog ${doc}/CHANGELOG.md ${pages} COMMAND_ERROR_IS_FATAL ANY)

file(WRITE ${root}/share/lintian/overrides/launch
     "# One static program runs in any image and on any distribution, and starts fastest. launch.spdx.json\n"
     "# lists what it is made of, so that it can be built again when a library is mended.\n"
     "launch: statically-linked-binary\n"
     "launch: embedded-library\n"
     "# It is one that is loaded anywhere (static-pie), and no library.\n"
     "launch: shared-library-lacks-prerequisites\n")
