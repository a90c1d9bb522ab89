// What a schema can find wrong, in our own documents and in requests to an API.
#pragma once

#include <array>

#include "compiler/diagnostic/diagnostic.h"

namespace launch {

inline constexpr Rule kUnknownKey{
    "schema/unknown-key", Severity::Error,
    "a key that this kind of document, or a cloud provider's API, does not have",
    "An unknown key would be ignored, and so would what it was meant to say; an API refuses the "
    "request. Correct the spelling, or remove the key. `launch schema job` prints all keys of our "
    "own documents; those of requests are in the provider's API reference."};
inline constexpr Rule kMissingKey{
    "schema/missing-key", Severity::Error, "a key that must be there",
    "The document cannot be understood without this key. `launch schema job` prints which keys are "
    "required."};
inline constexpr Rule kIncomplete{
    "schema/incomplete", Severity::Error, "a job that lacks a part of the request it becomes",
    "The API refuses a request without this part. A queue or a base may still add it, so that this "
    "is a warning where jobs are only validated; what is rendered must be whole."};
inline constexpr Rule kWrongType{
    "schema/wrong-type", Severity::Error, "a value of the wrong type",
    "The field takes another type of value: quote a number where text is wanted, remove the quotes "
    "where a number is wanted, write a list as [a, b] or with dashes."};
inline constexpr Rule kNotAllowed{
    "schema/not-allowed", Severity::Error, "a value outside the allowed set",
    "The field takes one of a closed set of values. The message lists them."};
inline constexpr Rule kOutOfBounds{"schema/out-of-bounds", Severity::Error,
                                   "a number, length or count outside its bounds",
                                   "The field takes numbers, texts or lists of a limited size."};
inline constexpr Rule kOneOfKeys{
    "schema/one-of", Severity::Error, "several keys of which the API takes one",
    "The API keeps these fields in one place (a oneof of its protocol buffers, a union of its "
    "service model) and refuses a request that sets more than one. Keep the one that is meant."};
inline constexpr Rule kInvalid{
    "schema/invalid", Severity::Error, "a value that the schema refuses",
    "The value does not have the form that the schema describes. `launch schema job` prints it."};

inline constexpr std::array kSchemaRules{&kUnknownKey, &kMissingKey,  &kIncomplete, &kWrongType,
                                         &kNotAllowed, &kOutOfBounds, &kOneOfKeys,  &kInvalid};

}  // namespace launch
