# Writes build_info.h: which commit is built. Run at each build, because the commit changes without a file
# that CMake watches; the header is touched only when it says something new. No time: the same commit
# gives the same program.
#
#   cmake -DSOURCE=DIR -DHEADER=FILE [-DCOMMIT=SHA] -P build_info.cmake

function(git_says out)
  execute_process(COMMAND git -C ${SOURCE} ${ARGN} OUTPUT_VARIABLE said RESULT_VARIABLE code
                  ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
  if(NOT code STREQUAL "0")
    set(said "")
  endif()
  set(${out} "${said}" PARENT_SCOPE)
endfunction()

set(commit "${COMMIT}")
set(modified false)
if(NOT commit)
  # `git archive` puts it there (gitattributes(5), export-subst).
  file(STRINGS ${SOURCE}/packaging/commit.txt commit LIMIT_COUNT 1)
endif()
if(NOT commit MATCHES "^[0-9a-f]+$")
  set(commit "")
  # A repository around an unpacked archive is someone else's.
  git_says(top rev-parse --show-toplevel)
  get_filename_component(here "${SOURCE}" REALPATH)
  if(top STREQUAL here)
    git_says(commit rev-parse HEAD)
    git_says(changes status --porcelain --untracked-files=no)
    if(changes)
      set(modified true)
    endif()
  endif()
endif()

set(text "// Made by packaging/build_info.cmake.\n#pragma once\n\nnamespace launch {\n\n")
string(APPEND text "inline constexpr const char* kCommit = \"${commit}\";  // empty: not known\n")
string(APPEND text "inline constexpr bool kModified = ${modified};\n\n}  // namespace launch\n")
if(EXISTS ${HEADER})
  file(READ ${HEADER} before)
endif()
if(NOT text STREQUAL "${before}")
  file(WRITE ${HEADER} "${text}")
endif()
