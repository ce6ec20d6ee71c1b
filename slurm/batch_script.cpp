#include "slurm/batch_script.hpp"

#include <algorithm>

#include "engine/base/failure.hpp"
#include "slurm/batch_directives.hpp"
#include "slurm/batch_name.hpp"
#include "slurm/shell_words.hpp"

namespace slurm {
namespace {

namespace fs = std::filesystem;

/// A path in which sbatch puts numbers for "%j".
std::string pattern_of(fs::path const& path) {
  std::string doubled;
  for (char const c : path.string()) doubled += c == '%' ? std::string("%%") : std::string(1, c);
  return doubled;
}

void add_identity(Directives& lines, BatchRequest const& request) {
  auto const& [settings, profile, order, folder, submission] = request;
  lines.say("Who it is: for people, and for the service to find it again after a crash.");
  lines.add("--job-name=" + directive_value(batch_name(settings.name, order), "the job's name"));
  lines.add("--comment=" +
            directive_path(batch_comment(settings.name, order, submission), "the job's comment"));
  lines.say("SLURM starts it once. If its node fails the service hands in another, and can say so.");
  lines.add("--no-requeue");
  lines.say("The settings of the service that hands it in are none of its business.");
  // Not NONE: with that, nodes start a login shell before every batch, and fail if it takes too long.
  lines.add("--export=LANG=C.UTF-8");
  lines.say("Where it runs, and what the script itself says.");
  lines.add("--chdir=" + directive_path(folder.string(), "the work folder"));
  std::string const log = pattern_of(folder) + (order.parts > 1 ? "/part-%a/" : "/") + std::string(log_name);
  lines.add("--output=" + directive_path(log, "the work folder"));
  lines.add("--open-mode=truncate");
  if (order.parts > 1) lines.add("--array=1-" + std::to_string(order.parts));
}

void add_choice(Directives& lines, Profile const& profile) {
  Directives chosen;
  auto const add = [&chosen](std::string const& name, std::optional<std::string> const& value) {
    if (value && !value->empty()) chosen.add("--" + name + "=" + directive_value(*value, "the " + name));
  };
  add("partition", profile.partition);
  add("account", profile.account);
  add("qos", profile.qos);
  add("constraint", profile.constraint);
  add("reservation", profile.reservation);
  if (profile.options) add_options(chosen, *profile.options);
  if (chosen.text().empty()) return;
  lines.say("Chosen by the operator for jobs of this type and users of this role.");
  lines.add_all(chosen);
}

/// The first word that the log is known by, and the end for a batch that was handed in twice.
std::string opening_shell(BatchRequest const& request) {
  std::string const folder = shell_word(request.folder.string(), "the work folder"),
                    name = shell_word(batch_name(request.settings.name, request.order), "the job's name"),
                    submission = shell_word(request.submission, "the submission");
  return "fail() { printf '" + std::string(failure_mark) +
         "%s\\n' \"$1\" >&2; exit 1; }\n"
         "printf 'batch %s %s submission %s on %s\\n' \"${SLURM_ARRAY_JOB_ID:-$SLURM_JOB_ID}\" " +
         name + " " + submission +
         " \"${SLURMD_NODENAME:-$HOSTNAME}\"\n"
         "export PATH=\"${PATH:-/usr/local/bin:/usr/bin:/bin}\"\n"
         "export HOME=\"${HOME:-$(getent passwd \"$(id -u)\" | cut -d: -f6)}\"\n"
         "work=" +
         folder +
         "\n"
         "[ -r \"$work/" +
         submission_name +
         "\" ] || fail \"the folder of the job is not there on ${SLURMD_NODENAME:-this node}: are its files "
         "shared?\"\n"
         "# Handed in twice, because the answer of sbatch was lost: only the one that counts goes on.\n"
         "if [ \"$(cat \"$work/" +
         submission_name + "\")\" != " + submission +
         " ]; then\n"
         "  echo 'another submission of this order counts'\n"
         "  exit 0\n"
         "fi\n";
}

std::string modules_shell(std::vector<std::string> const& modules) {
  if (modules.empty()) return "";
  std::string text =
      "# The command module is a function of login shells.\n"
      "if ! type module >/dev/null 2>&1; then\n"
      "  for file in /etc/profile.d/modules.sh /etc/profile.d/lmod.sh /etc/profile.d/z00_lmod.sh "
      "/usr/share/modules/init/bash /usr/share/lmod/lmod/init/bash; do\n"
      "    if [ -r \"$file\" ]; then . \"$file\"; break; fi\n"
      "  done\n"
      "fi\n"
      "type module >/dev/null 2>&1 || fail 'there is no command module on this node'\n";
  for (auto const& module : modules) {
    std::string const word = shell_word(module, "the module");
    text += "module load " + word + " || fail " +
            shell_word("cannot load the module " + module + " on this node", "the module") + "\n";
  }
  return text;
}

std::string environment_shell(Profile const& profile) {
  std::string text =
      "# srun would hand on no more than --export names, and since 22.05 no core count.\n"
      "export SLURM_EXPORT_ENV=ALL\n"
      "if [ -n \"${SLURM_CPUS_PER_TASK:-}\" ]; then export SRUN_CPUS_PER_TASK=\"$SLURM_CPUS_PER_TASK\"; fi\n";
  if (profile.launcher && !profile.launcher->empty())
    text += "export DISTILL_LAUNCHER=" + shell_word(*profile.launcher, "the launcher") + "\n";
  if (!profile.environment) return text;
  for (auto const& [name, value] : *profile.environment) {
    auto const is_letter = [](char c) {
      return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
    };
    bool const good =
        !name.empty() && is_letter(name.front()) &&
        std::all_of(name.begin(), name.end(), [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); });
    if (!good)
      throw engine::Failure(engine::Fault::bad_request,
                            "this is no name of an environment variable: " + shell_word(name, "the name") +
                                " - letters, digits and '_' only, in the settings of the cluster");
    text += "export " + name + "=" + shell_word(value, "the value of " + name) + "\n";
  }
  return text;
}

/// The folders that a container must see: the job's own and those of its inputs, none inside another.
std::vector<std::string> folders_seen(BatchRequest const& request) {
  std::vector<fs::path> wanted{request.folder.parent_path()};
  if (request.settings.stage.empty()) {
    wanted.push_back(request.order.directory);
    for (fs::path const& input : request.order.inputs) wanted.push_back(input.parent_path());
  } else {
    wanted.push_back(request.settings.stage);  // jobs and data files both lie there
  }
  std::vector<std::string> found;
  std::sort(wanted.begin(), wanted.end());
  for (fs::path const& path : wanted) {
    std::string const text = path.lexically_normal().string();
    if (!path.is_absolute() || (!found.empty() && (text + "/").starts_with(found.back() + "/"))) continue;
    if (text.find_first_of(":,") != text.npos)
      throw engine::Failure(engine::Fault::bad_request,
                            "a folder with ':' or ',' in its name cannot be shown to a container: " + text);
    found.push_back(text);
  }
  return found;
}

/// Ends the batch with a sentence if the node does not have this program.
std::string expect_program(std::string const& word, std::string const& what) {
  return "command -v " + word + " >/dev/null || fail \"" + what +
         " is not there on ${SLURMD_NODENAME:-the node}\"\n";
}

std::string last_line(BatchRequest const& request) {
  auto const& [settings, profile, order, folder, submission] = request;
  std::string const program = shell_word(settings.program.string(), "the program"),
                    work = order.parts > 1 ? "\"$work/part-$SLURM_ARRAY_TASK_ID\"" : "\"$work\"",
                    reason = "# In this shell's place, so that SLURM's signals reach it.\n";
  if (!profile.container || profile.container->empty())
    return expect_program(program, "the program that runs jobs") + reason + "exec " + program + " work " +
           work + "\n";
  auto words = profile.container_command.value_or(std::vector<std::string>{});
  if (words.empty()) words = {"apptainer", "exec"};
  std::string const check = expect_program(shell_word(words.front(), "the container's command"),
                                           "the program that runs containers");
  for (auto const& seen : folders_seen(request)) words.insert(words.end(), {"--bind", seen});
  words.push_back(*profile.container);
  return check + reason + "exec " + shell_line(words, "the container") + " " + program + " work " + work +
         "\n";
}

}  // namespace

std::string batch_script(BatchRequest const& request) {
  if (!request.folder.is_absolute())
    throw engine::Failure(engine::Fault::internal, "the work folder of a batch needs an absolute path");
  Directives lines;
  add_identity(lines, request);
  add_choice(lines, request.profile);
  add_resources(lines, request);
  add_time(lines, request);
  auto const& profile = request.profile;
  std::string text = "#!/bin/bash\n" + lines.text() + "\n" + opening_shell(request);
  text += modules_shell(profile.modules.value_or(std::vector<std::string>{}));
  for (auto const& line : profile.setup.value_or(std::vector<std::string>{})) {
    static_cast<void>(shell_word(line, "the line of setup"));  // refuses line ends and the like
    text += line + "\n";
  }
  text +=
      "export DISTILL_WARNING=" + std::to_string(warning_of(request.settings, profile, request.order)) + "\n";
  return text + environment_shell(profile) + last_line(request);
}

}  // namespace slurm
