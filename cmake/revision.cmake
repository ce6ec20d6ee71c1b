# Writes OUT, a header with the commit that SOURCE is a checkout of, and whether it has changes; only when that changed.
# Without git, or outside a checkout, the revision is empty: the build works the same. git writes nothing (no locks).
set(revision "")
set(dirty -1)
if(GIT AND EXISTS ${SOURCE}/.git)
  execute_process(COMMAND ${GIT} --no-optional-locks -C ${SOURCE} rev-parse --verify HEAD
                  OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE failed ERROR_QUIET)
  if(NOT failed)
    set(revision ${commit})
    execute_process(COMMAND ${GIT} --no-optional-locks -C ${SOURCE} status --porcelain --untracked-files=no
                    OUTPUT_VARIABLE changes RESULT_VARIABLE failed ERROR_QUIET)
    if(NOT failed)
      string(COMPARE NOTEQUAL "${changes}" "" dirty)
      if(NOT dirty)
        set(dirty 0)
      endif()
    endif()
  endif()
endif()
set(text "/// Made by the build: the checkout that this program comes from.\n#pragma once\n\n"
         "#define DISTILL_REVISION \"${revision}\"\n#define DISTILL_DIRTY ${dirty}  // -1: not known\n")
string(JOIN "" text ${text})
set(old "")
if(EXISTS ${OUT})
  file(READ ${OUT} old)
endif()
if(NOT old STREQUAL text)
  file(WRITE ${OUT} "${text}")
endif()
