// What an import can find.
#pragma once

#include <array>

#include "compiler/diagnostic/diagnostic.h"

namespace launch {

inline constexpr Rule kImportBroken{
    "import/broken-source", Severity::Error, "a source that holds nothing to import",
    "`launch import docker` wants a text with a docker run command in it, as typed into a POSIX "
    "shell (POSIX.1-2017, Shell Command Language); the other sources want the YAML or JSON that "
    "the backend's own client takes. What cannot be read cannot be imported."};
inline constexpr Rule kImportResidue{
    "import/residue", Severity::Error, "something in the source that the written files do not say",
    "An import renders what it wrote, and compares that with the source field by field. What does "
    "not come back would be lost in silence: say it in another way, or keep doing it by hand."};
inline constexpr Rule kImportOpen{
    "import/open-variable", Severity::Error,
    "a part of the source that only a shell or a person can fill",
    "launch runs no shell, and a value from the environment has no place on a command line, where "
    "everybody can read it. A template variable stands in its place, which needs a value: give it "
    "with --set-var when importing, or write a default into the file. Inside -e NAME=$NAME the "
    "variable of the environment is kept as it is."};
inline constexpr Rule kImportSecret{
    "import/secret", Severity::Warning, "a credential in the source, which is not written out",
    "What looks like a credential is not copied into files that are made to be committed: the "
    "variable is taken from the environment of whoever submits, which has to be exported there. "
    "--keep-secrets writes it out all the same."};

inline constexpr std::array kImportRules{&kImportBroken, &kImportResidue, &kImportOpen,
                                         &kImportSecret};

}  // namespace launch
