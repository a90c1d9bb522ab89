#include "cli/lsp/server.h"

#include <algorithm>

#include "cli/lsp/findings.h"
#include "cli/lsp/question.h"

namespace launch::cli {

Server::Server(std::function<void(const std::string& body)> send,
               std::vector<std::string> artifact_dirs)
    : send_(std::move(send)), artifact_dirs_(std::move(artifact_dirs)) {}

void Server::send_result(const Json& id, Json result) {
  send_(dump({{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(result)}}));
}

void Server::send_error(const Json& id, ErrorCode code, const std::string& message) {
  send_(dump({{"jsonrpc", "2.0"},
              {"id", id},
              {"error", {{"code", static_cast<int>(code)}, {"message", message}}}}));
}

void Server::notify(const std::string& method, Json params) {
  send_(dump({{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}}));
}

void Server::receive(const std::string& body) {
  constexpr int kDeepest = 200;
  int depth = 0;
  // The parser builds what is nested on the stack of its destructors.
  const auto too_deep = [&](int level, Json::parse_event_t event, Json&) {
    depth = std::max(depth, level);
    return !(event == Json::parse_event_t::object_start && level > kDeepest) &&
           !(event == Json::parse_event_t::array_start && level > kDeepest);
  };
  Json message = Json::parse(body, too_deep, false);
  if (message.is_discarded() || depth > kDeepest) {
    return send_error(nullptr, ErrorCode::ParseError, "this is no JSON");
  }
  const Json* method = find_member(message, {"method"});
  const bool cancels = method != nullptr && *method == "$/cancelRequest";
  const Json* id = find_member(message, {"params", "id"});
  if (cancels && id != nullptr) cancelled_.insert(dump(*id));
  if (!cancels) inbox_.push_back(std::move(message));
}

bool Server::has_work() const {
  return !inbox_.empty() || !dirty_open_.empty() || !dirty_.empty() || !unpublished_.empty();
}

void Server::step() {
  if (!inbox_.empty()) {
    const Json message = std::move(inbox_.front());
    inbox_.pop_front();
    handle(message);
    // What was cancelled is either answered by now or never came.
    if (inbox_.empty()) cancelled_.clear();
  } else if (!dirty_open_.empty() || !dirty_.empty()) {
    judge_next();
  } else {
    publish_ready();
  }
}

void Server::handle(const Json& message) {
  const Json* method = find_member(message, {"method"});
  const Json* id = find_member(message, {"id"});
  const bool has_id = id != nullptr && (id->is_string() || id->is_number_integer());
  if (method == nullptr || !method->is_string()) {
    const bool is_response = id != nullptr && (find_member(message, {"result"}) != nullptr ||
                                               find_member(message, {"error"}) != nullptr);
    if (!is_response) {
      send_error(has_id ? *id : Json(), ErrorCode::InvalidRequest, "a message without a method");
    }
    return;
  }
  const std::string name = method->get<std::string>();
  if (has_id) return handle_request(name, message);
  if (id != nullptr) return send_error(nullptr, ErrorCode::InvalidRequest, "this is no id");
  const Json* params = find_member(message, {"params"});
  handle_notification(name, params == nullptr ? Json() : *params);
}

void Server::handle_request(const std::string& method, const Json& message) {
  const Json& id = member_of(message, {"id"});
  const Json* params = find_member(message, {"params"});
  if (cancelled_.erase(dump(id)) > 0) {
    return send_error(id, ErrorCode::RequestCancelled, "cancelled");
  }
  if (!initialized_ && method != "initialize") {
    return send_error(id, ErrorCode::ServerNotInitialized, "initialize comes first");
  }
  if (shut_down_) return send_error(id, ErrorCode::InvalidRequest, "the server is shut down");
  try {
    send_result(id, answer(method, params == nullptr ? Json() : *params));
  } catch (const InvalidParams& wrong) {
    send_error(id, ErrorCode::InvalidParams, wrong.message);
  } catch (const ErrorCode& code) {
    send_error(
        id, code,
        code == ErrorCode::MethodNotFound ? "unknown method " + method : "not now: " + method);
  } catch (const std::exception& error) {
    send_error(id, ErrorCode::InternalError, error.what());
  }
}

Json Server::answer(const std::string& method, const Json& params) {
  if (method == "initialize") {
    if (initialized_) throw ErrorCode(ErrorCode::InvalidRequest);
    return initialize(params);
  }
  if (method == "shutdown") {
    shut_down_ = true;
    return nullptr;
  }
  if (method == "textDocument/codeAction") {
    const std::string uri = text_of(params, {"textDocument", "uri"});
    // Comments that silence, and outlines, are YAML's.
    if (!documents_.by_uri(uri).is_yaml) return Json::array();
    const std::string path = documents_.path_of(uri);
    // What is dirty has other findings by now.
    while (dirty_open_.count(path) > 0) judge_next();
    return code_actions(params, board_.findings_in(path), documents_, encoding_);
  }
  return answer_about_place(method, params);
}

Json Server::answer_about_place(const std::string& method, const Json& params) {
  const bool known = method == "textDocument/hover" || method == "textDocument/completion" ||
                     method == "textDocument/definition" || method == "textDocument/documentSymbol";
  if (!known) throw ErrorCode(ErrorCode::MethodNotFound);
  Question question({params, documents_, workspace_, board_, judge(), encoding_});
  if (!question.is_ours()) return nullptr;
  if (method == "textDocument/hover") return question.hover();
  if (method == "textDocument/completion") return question.completion();
  if (method == "textDocument/definition") return question.definition();
  return question.symbols();
}

void Server::handle_notification(const std::string& method, const Json& params) {
  if (method == "exit") {
    ended_ = true;
    return;
  }
  if (!initialized_ || shut_down_) return;
  try {
    if (method == "initialized") {
      enter(params);
    } else if (method == "textDocument/didOpen") {
      text_changed(documents_.open(params));
    } else if (method == "textDocument/didChange") {
      text_changed(documents_.change(params, encoding_));
    } else if (method == "textDocument/didClose") {
      const std::string path = documents_.close(params);
      told_[path].clear();  // the client may have dropped it with the document, or not
      unpublished_.insert(path);
      file_changed(path, false);
    } else if (method == "textDocument/didSave") {
      const std::string path = documents_.path_of(text_of(params, {"textDocument", "uri"}));
      file_changed(path, false);
    } else if (method == "workspace/didChangeWatchedFiles") {
      disk_changed(params);
    }
  } catch (const InvalidParams& wrong) {
    // A notification has no answer; this is for whoever writes the client.
    notify("window/logMessage", {{"type", 1}, {"message", method + ": " + wrong.message}});
  }
}

}  // namespace launch::cli
