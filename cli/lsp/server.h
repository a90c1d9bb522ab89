// The language server: messages in, messages out, and in the pauses between them verdicts.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "cli/lsp/board.h"
#include "cli/lsp/documents.h"
#include "cli/lsp/judge.h"

namespace launch::cli {

class Server {
 public:
  // `send` is given bodies. `artifact_dirs`: NAME=DIR, from the workspace that will be served.
  Server(std::function<void(const std::string& body)> send, std::vector<std::string> artifact_dirs);

  // A body has arrived. It is answered by one of the next steps, in order.
  void receive(const std::string& body);
  // Whether a step has anything to do.
  bool has_work() const;
  // Answers one message, or judges one file: never long, so that the next message is soon heard.
  void step();

  bool has_ended() const { return ended_; }
  // As the protocol wants it: 0 only after a shutdown.
  int exit_code() const { return shut_down_ ? 0 : 1; }

 private:
  void handle(const Json& message);
  void handle_request(const std::string& method, const Json& message);
  void handle_notification(const std::string& method, const Json& params);
  Json answer(const std::string& method, const Json& params);
  Json answer_about_place(const std::string& method, const Json& params);
  Json initialize(const Json& params);
  void enter(const Json& params);
  void reload_workspace();

  void text_changed(const std::string& path);
  void disk_changed(const Json& params);
  void file_changed(const std::string& path, bool came_or_went);
  void add_whole_workspace();
  void add_dirty(const std::string& path);
  void judge_next();
  bool is_foreign(const std::string& path) const;
  bool awaits_readers(const std::string& path) const;
  void publish_ready();
  void publish(const std::string& path);
  Judge& judge();

  void send_result(const Json& id, Json result);
  void send_error(const Json& id, ErrorCode code, const std::string& message);
  void notify(const std::string& method, Json params);

  std::function<void(const std::string& body)> send_;
  std::deque<Json> inbox_;
  std::set<std::string> cancelled_;  // ids, as JSON
  bool initialized_ = false, shut_down_ = false, ended_ = false;
  bool watches_files_ = false;

  edit::Encoding encoding_ = edit::Encoding::Utf16;
  Workspace workspace_;
  Documents documents_{"/"};
  Board board_;
  std::unique_ptr<Judge> judge_;  // what it has read from disk holds until something changes
  std::vector<std::string> artifact_dirs_;
  std::unique_ptr<CodeAtHand> code_;  // likewise, until a file of the disk does

  std::set<std::string> dirty_open_, dirty_;
  std::set<std::string> unpublished_;
  std::map<std::string, std::string> told_;  // by file: the params of what was published last
};

}  // namespace launch::cli
