/// From the parameters of a request to those of a job. Internal to the routes.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "uws/async/job_list.hpp"
#include "uws/http/form.hpp"

namespace uws {

/// The form of a POST. Throws http::Refusal(415) for a body that is no form: nobody would read it.
http::Parameters form_of(http::Request const& request);

/// Files of a request, kept in the job's directory until the job owns them: removed again unless keep() is
/// called.
class KeptUploads {
 public:
  KeptUploads(JobList const& list, jobs::Job const& job, http::Parameters const& form);
  ~KeptUploads();
  KeptUploads(KeptUploads const&) = delete;
  KeptUploads& operator=(KeptUploads const&) = delete;
  std::vector<jobs::Parameter> const& parameters() const { return parameters_; }
  /// One more, from a PUT.
  void add(std::string const& name, std::string const& type, std::string const& bytes);
  void keep() { kept_ = true; }

 private:
  JobList const& list_;
  jobs::Job job_;
  std::vector<jobs::Parameter> parameters_;
  bool kept_ = false;
};

/// Everything of the form that is not a control, with canonical names, then the uploads.
std::vector<jobs::Parameter> parameters_of(JobList const& list, http::Parameters const& form,
                                           KeptUploads const& uploads);

/// Puts `fresh` in the place of the old ones of the same names (or beside them: JobPolicy::adds_up).
void merge(JobList const& list, std::vector<jobs::Parameter> const& fresh, jobs::Job& job);

/// Asks JobPolicy::check; all mistakes go into one 400.
void check_draft(JobList const& list, User const& user, jobs::Job& job);
/// Asks JobPolicy::check_run.
void check_before_run(JobList const& list, jobs::Job const& job);

/// Edits the draft of a PENDING job, again if someone else edits it meanwhile. 403 if it is not PENDING.
void edit_draft(JobList const& list, http::Request const& request, std::string const& id,
                std::function<void(jobs::Job&)> const& edit);

}  // namespace uws
