#include "uws/http/prepare.hpp"

#include <algorithm>
#include <array>

#include "engine/base/expects.hpp"
#include "uws/http/accept.hpp"
#include "uws/http/conditions.hpp"
#include "uws/http/file_source.hpp"
#include "uws/http/gzip.hpp"
#include "uws/http/http_date.hpp"
#include "uws/http/respond.hpp"

namespace uws::http {

namespace {

constexpr std::size_t smallest_compressed = 1024;
constexpr std::size_t largest_in_one_piece = 512 << 10;

/// A long text that is there already, handed out in pieces so that a slow client is noticed between two of
/// them.
class TextSource : public BodySource {
 public:
  explicit TextSource(std::string text) : text_(std::move(text)) {}
  bool read(std::string& chunk) override {
    chunk = text_.substr(at_, 256 << 10);
    at_ += chunk.size();
    return !chunk.empty();
  }

 private:
  std::string text_;
  std::size_t at_ = 0;
};

void add_to_vary(Headers& headers, std::string const& name) {
  std::string const vary = headers.joined("Vary");
  if (vary.find(name) == std::string::npos) headers.set("Vary", vary.empty() ? name : vary + ", " + name);
}

bool may_compress(Request const& request, Prepared& answer) {
  if (answer.headers.find("Content-Encoding") ||
      !is_compressible(answer.headers.find("Content-Type").value_or("")))
    return false;
  add_to_vary(answer.headers, "Accept-Encoding");
  return preferred_encoding(request.headers) == Encoding::gzip;
}

/// Another sequence of bytes than the one its tag was made for: only the same in meaning.
void mark_compressed(Headers& headers) {
  headers.set("Content-Encoding", "gzip");
  auto const tag = headers.find("ETag");
  if (tag && !tag->starts_with("W/")) headers.set("ETag", "W/" + std::string(*tag));
}

Prepared prepared(Request const& request, Response response) {
  Prepared answer{
      .status = response.status, .headers = std::move(response.headers), .body = std::move(response.body)};
  if (answer.body.size() >= smallest_compressed && may_compress(request, answer)) {
    answer.body = gzipped(std::string_view(answer.body));
    mark_compressed(answer.headers);
  }
  answer.length = answer.body.size();
  if (answer.body.size() > largest_in_one_piece)
    answer.source = std::make_unique<TextSource>(std::move(answer.body));
  return answer;
}

Prepared prepared(Request const& request, StreamReply reply) {
  EXPECTS(reply.body);
  Prepared answer{
      .status = reply.status, .headers = std::move(reply.headers), .source = std::move(reply.body)};
  if (!may_compress(request, answer)) return answer;
  answer.source = gzipped(std::move(answer.source));
  mark_compressed(answer.headers);
  return answer;
}

Prepared refused(Request const& request, int status, std::string_view message, Headers const& from) {
  Prepared answer = prepared(request, error_page(request, status, message));
  for (std::string_view const name : {"ETag", "Last-Modified"})
    if (auto const value = from.find(name)) answer.headers.set(name, std::string(*value));
  return answer;
}

Prepared part(Request const& request, Prepared answer, OpenFile file, RangeAnswer const& range) {
  std::string const size = std::to_string(file.size());
  if (range.kind == RangeAnswer::Kind::unsatisfiable) {
    Prepared refusal = refused(request, 416, "the file has only " + size + " bytes", answer.headers);
    refusal.headers.set("Content-Range", "bytes */" + size);
    return refusal;
  }
  answer.status = 206;
  answer.headers.set("Content-Range", "bytes " + std::to_string(range.range.first) + "-" +
                                          std::to_string(range.range.last - 1) + "/" + size);
  answer.length = range.range.last - range.range.first;
  answer.source = part_of_file(std::move(file), range.range);
  return answer;
}

Prepared prepared(Request const& request, FileReply reply) {
  OpenFile file(reply.path);
  Validators const now = file.validators();
  Prepared answer{.headers = std::move(reply.headers)};
  answer.headers.set("ETag", now.etag);
  answer.headers.set("Last-Modified", http_date(now.modified));
  answer.headers.set("Accept-Ranges", "bytes");
  switch (check_conditions(request, now)) {
    case Condition::proceed: break;
    case Condition::unmodified: answer.status = 304; return answer;
    case Condition::failed: return refused(request, 412, "the file has changed", answer.headers);
  }
  RangeAnswer const range = range_of(request, file.size(), now);
  if (range.kind != RangeAnswer::Kind::whole) return part(request, std::move(answer), std::move(file), range);

  std::uint64_t const size = file.size();
  answer.source = part_of_file(std::move(file), {0, size});
  // A part of the compressed form could not be asked for, so who asks for parts gets the file as it is.
  if (size >= smallest_compressed && may_compress(request, answer) && !request.headers.find("Range")) {
    answer.source = gzipped(std::move(answer.source));
    answer.headers.remove("Accept-Ranges");
    mark_compressed(answer.headers);
    return answer;
  }
  answer.length = size;
  return answer;
}

Prepared prepared(Request const&, WaitReply) {
  EXPECTS(false && "a reply that waits has no content yet");
  return {};
}

Response at_fault(Request const& request, int status, std::string const& message) {
  Response response = error_page(request, status, message);
  if (status == 503) response.headers.set("Retry-After", "5");
  return response;
}

}  // namespace

bool is_compressible(std::string_view content_type) {
  auto const type = parse_media_type(content_type);
  if (!type) return false;
  constexpr std::array<std::string_view, 6> known{"application/json",       "application/xml",
                                                  "application/javascript", "application/x-votable+xml",
                                                  "application/yaml",       "application/x-javascript"};
  return type->type.starts_with("text/") || type->type.ends_with("+xml") || type->type.ends_with("+json") ||
         std::find(known.begin(), known.end(), type->type) != known.end();
}

Prepared prepare(Request const& request, Reply reply, CorsRules const& cors) {
  Prepared answer =
      std::visit([&](auto&& kind) { return prepared(request, std::move(kind)); }, std::move(reply));
  bool const bodiless = answer.status == 204 || answer.status == 304;
  answer.send_body = request.method != Method::head && !bodiless;
  if (bodiless) answer.length.reset();
  // Framing is the session's business: a handler's own idea of it would come on top.
  for (std::string_view const name : {"Content-Length", "Transfer-Encoding", "Connection"})
    answer.headers.remove(name);
  if (!answer.send_body) answer.body.clear();
  add_cors(request, cors, answer.headers);
  answer.headers.set("X-Content-Type-Options", "nosniff");
  answer.headers.set("X-Request-Id", request.id);
  return answer;
}

Reply ask_safely(Request const& request, std::function<Reply()> const& ask,
                 std::function<void(std::string const&)> const& log) {
  auto const report = [&](std::string const& what) {
    if (log)
      log("request " + request.id + " " + std::string(word_of(request.method)) + " " + request.path + ": " +
          what);
  };
  auto const hidden = [&](std::string const& what) {
    report(what);
    return at_fault(request, 500, "internal error - please report the reference number " + request.id);
  };
  try {
    return ask();
  } catch (engine::Failure const& failure) {
    int const status = status_of(failure);
    // What stopped because its client went is nobody's trouble.
    if (status >= 500 && !request.abandoned.stop_requested()) report(failure.what());
    return at_fault(request, status, failure.what());
  } catch (std::exception const& error) {
    return hidden(error.what());
  } catch (...) {
    return hidden("an exception of unknown type");
  }
}

Prepared prepare_safely(Request const& request, Reply reply, CorsRules const& cors,
                        std::function<void(std::string const&)> const& log) {
  std::optional<Prepared> answer;
  auto const attempt = [&]() -> Reply {
    answer = prepare(request, std::move(reply), cors);
    return Response{};
  };
  Reply apology = ask_safely(request, attempt, log);
  return answer ? *std::move(answer) : prepare(request, std::move(apology), cors);
}

}  // namespace uws::http
