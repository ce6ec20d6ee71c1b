#include "engine/base/text.hpp"
#include "jobs/types/alias.hpp"
#include "jobs/types/job_type_json.hpp"
#include "uws/http/accept.hpp"
#include "uws/http/form.hpp"
#include "uws/http/respond.hpp"
#include "uws/jobtypes/job_type_handlers.hpp"

namespace uws {

namespace {

using http::Refusal;

constexpr std::size_t longest_definition = 256 << 10, longest_reason = 2000;

User known_user(JobTypeRoutesParts const& parts, Request const& request, std::string const& what) {
  User const user = parts.user_of ? parts.user_of(request) : User{};
  if (user.name.empty()) throw Refusal(401, "sign in to " + what);
  return user;
}

void note(JobTypeRoutesParts const& parts, Request const& request, std::string_view act,
          std::string_view name, bool done) {
  if (parts.note) parts.note(request, act, name, done);
}

User administrator(JobTypeRoutesParts const& parts, Request const& request, std::string const& name) {
  User const user = known_user(parts, request, "decide about job types");
  if (user.administrator) return user;
  note(parts, request, "jobtype.decide", name, false);
  throw Refusal(403, "only administrators decide about job types");
}

bool is_json(Request const& request) {
  auto const type = http::parse_media_type(request.headers.find("Content-Type").value_or(""));
  return type && (type->type == "application/json" || type->type == "text/json");
}

/// The body itself, a field DEFINITION, or an upload.
std::string definition_in(Request const& request) {
  if (is_json(request)) return request.body;
  http::Parameters const form = http::parse_parameters(request);
  for (http::FilePart const& part : form.files())
    if (!part.content.empty()) return part.content;
  return std::string(form.find("DEFINITION").value_or(""));
}

[[noreturn]] void refuse(std::vector<std::string> const& problems) {
  throw Refusal(400, "the description cannot be taken:\n" + engine::joined(problems, "\n"));
}

jobs::JobType read_definition(std::string const& text) {
  if (engine::trimmed(text).empty())
    throw Refusal(400,
                  "there is no description - send JSON as the body, as the field DEFINITION or as a file");
  if (text.size() > longest_definition)
    throw Refusal(413, "the description is longer than " + std::to_string(longest_definition) + " bytes");
  auto read = jobs::read_job_types(text, jobs::Dialect::strict, "description");
  if (read.types.size() > 1) read.problems.push_back("description: one job type at a time");
  if (!read.problems.empty() || read.types.empty()) refuse(read.problems);
  return std::move(read.types.front());
}

/// Names of the engine and of the operator's files stay theirs.
void check_free(JobTypeRoutesParts const& parts, std::string const& name) {
  auto const there = parts.types.find(name);
  if (there && !there->origin.starts_with("proposed by "))
    throw Refusal(
        409, "there is a job type '" + name + "' already, which is not a proposal - choose another name");
}

void check_base(JobTypeRoutesParts const& parts, jobs::JobType const& type) {
  if (type.base.empty()) return;
  auto const base = parts.types.find(type.base);
  if (!base) refuse({"base: there is no job type '" + type.base + "'"});
  if (auto const problems = jobs::problems_of_alias(type, *base); !problems.empty()) refuse(problems);
}

}  // namespace

Reply propose_type(JobTypeRoutesParts const& parts, Request const& request) {
  User const user = known_user(parts, request, "propose a job type");
  std::string const definition = definition_in(request);
  jobs::JobType const type = read_definition(definition);
  check_free(parts, type.name);
  check_base(parts, type);
  Proposals(parts.pool).propose(user, type, definition);
  note(parts, request, "jobtype.propose", type.name, true);
  std::string const place = "/jobtypes/" + type.name + "?STATE=pending";
  if (!is_json(request)) return http::see_other(request, place);
  auto reply =
      http::with_type(201, "text/plain; charset=utf-8", "'" + type.name + "' waits for an administrator\n");
  reply.headers.set("Location", http::absolute(request, place));
  return reply;
}

Reply decide_type(JobTypeRoutesParts const& parts, Request const& request, std::string const& name) {
  User const user = administrator(parts, request, name);
  http::Parameters const form = http::parse_parameters(request);
  std::string_view const word = form.find("STATE").value_or("");
  std::string const reason(form.find("REASON").value_or(""));
  bool const valid = engine::same_word(word, "valid");
  if (!valid && !engine::same_word(word, "refused"))
    throw Refusal(
        400, "STATE: '" + std::string(word.substr(0, 40)) + "' is not possible - allowed: valid, refused");
  if (reason.size() > longest_reason)
    throw Refusal(400, "REASON: longer than " + std::to_string(longest_reason) + " bytes");
  Proposals const proposals(parts.pool);
  auto const proposal = proposals.waiting(user, name);
  if (!proposal) throw Refusal(404, "no proposal '" + name.substr(0, 80) + "' waits for a decision");
  if (valid) {
    // Since it was made, the engine or the operator may have taken the name, and this release may read it
    // otherwise.
    check_free(parts, name);
    check_base(parts, read_definition(proposal->definition));
  }
  if (!proposals.decide(user, name, valid ? jobs::TypeState::valid : jobs::TypeState::refused, reason))
    throw Refusal(409, "'" + name + "' was withdrawn at this moment");
  note(parts, request, valid ? "jobtype.validate" : "jobtype.refuse", name, true);
  parts.types.refresh();
  return http::see_other(request, "/jobtypes/" + name + (valid ? "" : "?STATE=refused"));
}

Reply withdraw_type(JobTypeRoutesParts const& parts, Request const& request, std::string const& name) {
  User const user = known_user(parts, request, "withdraw a job type");
  if (!Proposals(parts.pool).withdraw(user, engine::lower(name)))
    throw Refusal(404, "there is no proposal '" + name.substr(0, 80) + "' that you may withdraw");
  note(parts, request, "jobtype.withdraw", name, true);
  parts.types.refresh();
  return http::see_other(request, "/jobtypes");
}

}  // namespace uws
