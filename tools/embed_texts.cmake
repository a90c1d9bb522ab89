# Writes texts as constants of a header. The build calls it (launch_ship_texts):
#
#   cmake -DHEADER=FILE "-DTEXTS=NAME=FILE;…" -P tools/embed_texts.cmake
set(out "// Made by tools/embed_texts.cmake.\n#pragma once\n\n#include <string_view>\n\nnamespace launch {\n\n")
foreach(pair IN LISTS TEXTS)
  string(REGEX MATCH "^([^=]+)=(.*)$" _ "${pair}")
  set(name ${CMAKE_MATCH_1})
  file(READ "${CMAKE_MATCH_2}" text)
  if(text MATCHES "\\)embedded\"")
    message(FATAL_ERROR "${CMAKE_MATCH_2} holds )embedded\"")
  endif()
  string(APPEND out "inline constexpr std::string_view ${name} = R\"embedded(${text})embedded\";\n")
endforeach()
string(APPEND out "\n}  // namespace launch\n")
file(WRITE "${HEADER}" "${out}")
