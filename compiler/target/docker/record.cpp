// The reader of comma-separated values: --mount, --gpus and --network are one such record each.
// Source: Go's encoding/csv with its default settings (comma, no comments, strict quotes).
#include "compiler/target/docker/record.h"

#include <utility>

#include "compiler/target/text.h"

namespace launch::docker {
namespace {

class RecordReader {
 public:
  explicit RecordReader(std::string_view text) : text_(text) {}

  Record read() {
    skip_empty_lines();
    if (at_ == text_.size()) {
      fail("nothing is written", 0);
      return record_;
    }
    while (read_field()) {
    }
    return std::move(record_);
  }

 private:
  // The length of a line break at `at_`. A carriage return counts only before a line feed or at
  // the very end.
  std::size_t line_break() const {
    if (at_ >= text_.size()) return 0;
    if (text_[at_] == '\n') return 1;
    if (text_[at_] != '\r') return 0;
    if (at_ + 1 == text_.size()) return 1;
    return text_[at_ + 1] == '\n' ? 2 : 0;
  }

  void skip_empty_lines() {
    while (line_break() > 0) at_ += line_break();
  }

  bool at_end() const { return at_ == text_.size() || line_break() > 0; }

  // False when the record ends with this field.
  bool read_field() {
    Record::Field field;
    field.begin = at_;
    const bool quoted = at_ < text_.size() && text_[at_] == '"';
    const bool good = quoted ? read_quoted(field) : read_plain(field);
    if (!good) return false;
    field.end = at_;
    record_.fields.push_back(std::move(field));
    if (at_end()) return false;
    ++at_;  // the comma
    return true;
  }

  bool read_plain(Record::Field& field) {
    while (!at_end() && text_[at_] != ',') {
      if (text_[at_] == '"')
        return fail("a quote inside a field that does not start with one", at_);
      field.text += text_[at_++];
    }
    return true;
  }

  bool read_quoted(Record::Field& field) {
    const std::size_t opening = at_++;
    while (at_ < text_.size()) {
      if (text_[at_] == '"') {
        const bool doubled = at_ + 1 < text_.size() && text_[at_ + 1] == '"';
        if (!doubled) return close_quote();
        ++at_;
      }
      if (text_.substr(at_, 2) == "\r\n") ++at_;
      field.text += text_[at_++];
    }
    return fail("a quote that is never closed", opening);
  }

  bool close_quote() {
    ++at_;
    if (at_end() || text_[at_] == ',') return true;
    return fail("text behind a closing quote", at_);
  }

  bool fail(std::string_view what, std::size_t where) {
    record_.error = what;
    record_.error_at = where;
    return false;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  Record record_;
};

}  // namespace

Record read_record(std::string_view text) { return RecordReader(text).read(); }

}  // namespace launch::docker
