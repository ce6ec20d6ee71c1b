#include "uws/tap/tap_sync.hpp"

#include <memory>
#include <optional>

#include "catalog/table/votable_frame.hpp"
#include "engine/base/failure.hpp"
#include "uws/http/respond.hpp"
#include "uws/tap/persistent_cancel.hpp"

namespace uws {
namespace {

/// Cancels the query when the client goes away, while the database has not answered yet and between chunks.
using HangUp = std::optional<PersistentCancel>;

class AnswerBody : public http::BodySource {
 public:
  AnswerBody(std::unique_ptr<catalog::TablePuller> puller, std::shared_ptr<HangUp> hang_up)
      : hang_up_(std::move(hang_up)), puller_(std::move(puller)) {}
  bool read(std::string& chunk) override { return puller_->read(chunk); }

 private:
  std::shared_ptr<HangUp> hang_up_;
  std::unique_ptr<catalog::TablePuller> puller_;
};

InlineUpload parts_of(http::Parameters const& parameters) {
  return [&parameters](std::string_view name) -> std::optional<std::string> {
    if (auto const* file = parameters.file(name)) return file->content;
    if (auto const text = parameters.find(name)) return std::string(*text);
    return std::nullopt;
  };
}

bool is_votable(std::string const& response_format) {
  auto const format = catalog::format_of(response_format);
  if (!format) return true;
  using enum catalog::Serialization;
  return format->serialization == votable_tabledata || format->serialization == votable_binary ||
         format->serialization == votable_binary2;
}

}  // namespace

http::Response tap_error(http::Request const& request, std::string const& response_format, int status,
                         std::string const& message) {
  if (!is_votable(response_format)) return http::error_page(request, status, message);
  return http::with_type(status, "application/x-votable+xml", catalog::votable_error(message));
}

http::Reply TapSync::operator()(http::Request const& request) const {
  http::Parameters parameters;
  try {
    parameters = http::parse_parameters(request);
    auto const asked = tap_request(parameters);
    Asker const asker{identify_(request), request.base_url};
    if (!asker.user.empty()) http::remark_user(request, asker.user);
    auto const hang_up = std::make_shared<HangUp>();
    auto const started = [&](catalog::pg::Canceller canceller) {
      hang_up->emplace(request.abandoned, std::move(canceller));
    };
    auto answer =
        open_tap_answer(runner_, settings_, asked, parts_of(parameters), asker, settings_.sync_time, started);
    http::StreamReply reply;
    reply.headers.set("Content-Type", answer.format.content_type);
    reply.headers.set("Content-Disposition", "inline; filename=\"result" + answer.format.extension + "\"");
    reply.body = std::make_unique<AnswerBody>(std::move(answer.puller), hang_up);
    return reply;
  } catch (http::Refusal const&) {
    throw;  // has its own status and headers
  } catch (engine::Failure const& failure) {
    if (failure.fault() == engine::Fault::internal) throw;  // goes to the log; users get a reference to it
    return tap_error(request, asked_format(parameters), http::status_of(failure), failure.what());
  }
}

}  // namespace uws
