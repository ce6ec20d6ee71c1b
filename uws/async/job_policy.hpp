/// What one job list leaves to its service: who may do what, which limits hold, what the parameters mean.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jobs/job.hpp"
#include "uws/http/message.hpp"

namespace uws {

struct User {
  std::string name{};          ///< empty: anonymous
  bool administrator = false;  ///< may change everybody's jobs, and so see them
  bool sees_all = false;       ///< may see everybody's jobs
  std::string role{};          ///< as uws/identity/role.hpp spells it; empty: anonymous
  std::string address{};       ///< where the request came from, for limits of those without a name
};

/// A time that clients may ask for within bounds; 0 stands for "no limit" in each.
struct Allowance {
  std::chrono::seconds usual{0};  ///< if the client does not say
  std::chrono::seconds most{0};   ///< more is cut to this
};

/// A field of the form for a new job on the list's page.
struct FormField {
  enum class Kind { line, text, file, number, boolean, choice, choices } kind = Kind::line;
  std::string name;                    ///< of the parameter
  std::string label{};                 ///< for people; empty: the name
  std::string value{};                 ///< what stands there at first
  std::vector<std::string> options{};  ///< of a choice
  std::string hint{};                  ///< a sentence below the field
  std::string group{};                 ///< fields of one group stand together under this heading
  std::optional<double> min{}, max{};  ///< of a number
  bool whole = false;                  ///< of a number: no fractions
  bool required = false;
};

/// A list of jobs beside this one, for the chooser of the pages.
struct OtherList {
  std::string path;   ///< "/uws/map"
  std::string title;  ///< "Maps"
};

struct JobPolicy {
  std::string list;           ///< the job list (job type) that is served; empty: all lists, for looking only
  std::string title{"Jobs"};  ///< of the pages for people
  std::vector<FormField> form{};  ///< for a new job; empty: the page offers none
  /// Parameters of a small job by which one can see that all works; empty: the page offers none.
  std::vector<std::pair<std::string, std::string>> test_job{};
  std::function<std::vector<OtherList>()> other_lists{};

  /// Who asks. Throws http::Refusal (401) for bad credentials. Default: everybody is anonymous.
  std::function<User(http::Request const&)> user_of{};
  /// May this user make one more job now? Throws http::Refusal (403, 429) if not.
  std::function<void(User const&)> admit{};
  /// Default: the owner and administrators; a job of an anonymous owner: whoever knows its id.
  std::function<bool(User const&, jobs::Job const&)> may_see{}, may_change{};
  /// Are anonymous jobs listed for anonymous users? Everybody can then find, and end, everybody's jobs.
  bool list_anonymous = true;

  Allowance execution_duration{};
  Allowance destruction{std::chrono::days(2), std::chrono::days(30)};
  std::chrono::seconds longest_wait{600};  ///< of WAIT
  std::size_t most_at_once = 1000;         ///< jobs of one act on many
  std::size_t longest_list = 10000;        ///< more jobs: 303 to ?LAST=longest_list (UWS 1.1 section 2.2.2.1)

  /// The proper spelling of a parameter's name; default: as the client writes it.
  std::function<std::string(std::string_view name)> canonical_name{};
  /// Does a new value of this (canonical) name stand beside the old ones, instead of replacing them? (TAP:
  /// UPLOAD)
  std::function<bool(std::string_view name)> adds_up{};
  /// Called before a draft is stored, at creation and after each change of parameters: returns every mistake
  /// ("EMIN: not a number: 'x'"), which all go into one 400; may set quote and recipe_hash and amend the
  /// parameters.
  std::function<std::vector<std::string>(User const&, jobs::Job&)> check{};
  /// Called before RUN is obeyed, with the same meaning of the answer. Default: nothing is missing.
  std::function<std::vector<std::string>(jobs::Job const&)> check_run{};
  /// Asked for a new job when nothing is wrong with it: a job whose results serve as well, which is then the
  /// answer, and no new one is made. Default: there is none.
  std::function<std::optional<jobs::JobId>(User const&, jobs::Job const&)> existing{};
  /// Asked instead of check_run for a new job that is to run at once, `check` having just found nothing
  /// wrong: what is missing still. Default: check_run.
  std::function<std::vector<std::string>(jobs::Job const&)> missing{};
  /// May parameters be posted to the job itself? (UWS allows it, DALI 1.2 forbids it for its services.)
  bool parameters_at_job = false;
  std::size_t upload_bytes = 64u << 20;  ///< of one uploaded file; 413 beyond

  /// The error document of a job that failed without one of its own. Default: the message as text/plain.
  std::function<http::Reply(http::Request const&, jobs::Job const&)> error_document{};
  /// Where a job is served if this list looks over several: the path of the list it belongs to. Default:
  /// here.
  std::function<std::string(std::string_view list)> path_of{};
};

}  // namespace uws
