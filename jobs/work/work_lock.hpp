/// The lock of a work folder: who holds it is its shepherd. Taken before the shepherd is started and handed
/// on to it, so there is no moment at which a second one could start.
#pragma once

#include <filesystem>
#include <optional>

#include "jobs/descriptor.hpp"
#include "jobs/work/process_table.hpp"

namespace jobs {

/// What the lock file says.
struct Shepherd {
  ProcessIdentity process{};
  int attempt = 0, run = 1;
};

class WorkLock {
 public:
  /// Nothing if someone else holds it. Failure(missing_resource) if the file cannot be made.
  static std::optional<WorkLock> take(std::filesystem::path const& folder);
  /// The one that was handed on as descriptor `number`; nothing if that is not the lock of this folder.
  static std::optional<WorkLock> inherited(std::filesystem::path const& folder, int number);

  int number() const { return file_.number(); }
  void sign(Shepherd const& shepherd) const;
  void blank() const;  ///< nobody has signed

 private:
  explicit WorkLock(Descriptor file) : file_(std::move(file)) {}
  Descriptor file_;
};

/// Does anybody hold it, right now?
bool is_locked(std::filesystem::path const& folder);
/// Who signed last; nothing if nobody did.
std::optional<Shepherd> signed_by(std::filesystem::path const& folder);

/// The descriptor as which a shepherd gets the lock.
inline constexpr int inherited_lock = 3;
/// The variable that says so; and the one that all processes of a run carry, with the folder as its value.
inline constexpr char const *lock_variable = "DISTILL_WORK_LOCK", *run_variable = "DISTILL_RUN";

/// "local:<pid>:<started>:<boot>", the id of a batch on this machine, and back.
std::string local_id(ProcessIdentity const& process);
std::optional<ProcessIdentity> local_process(std::string const& batch_id);

}  // namespace jobs
