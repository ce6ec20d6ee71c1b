# One library per box of the dependency diagram in ARCHITECTURE.md; the link lines state the rules.

add_library(distill_options INTERFACE)
target_include_directories(distill_options INTERFACE ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR})
target_compile_options(distill_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wold-style-cast -Wswitch-enum
  # GCC 12 sees overlapping copies in std::string where there are none (GCC bug 105651).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
  $<$<BOOL:${DISTILL_WARNINGS_ARE_ERRORS}>:-Werror>
  # A fused multiply-add rounds once where two operations round twice: without this flag the same program
  # would give other bits on a machine with wider vectors. Reproducible counts are worth the few percent.
  -ffp-contract=off)
if(DISTILL_SANITIZE)
  target_compile_options(distill_options INTERFACE -fsanitize=${DISTILL_SANITIZE} -fno-omit-frame-pointer
                                                   -fno-sanitize-recover=all)
  target_link_options(distill_options INTERFACE -fsanitize=${DISTILL_SANITIZE})
  target_compile_definitions(distill_options INTERFACE DISTILL_SANITIZED)
endif()

# module(engine_files SOURCES a.cpp HEADERS a.hpp PUBLIC engine_model PRIVATE PkgConfig::cfitsio)
function(module name)
  cmake_parse_arguments(M "" "" "SOURCES;HEADERS;PUBLIC;PRIVATE" ${ARGN})
  add_library(${name} STATIC ${M_SOURCES})
  target_sources(${name} PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR} FILES ${M_HEADERS})
  target_link_libraries(${name} PUBLIC distill_options ${M_PUBLIC} PRIVATE ${M_PRIVATE})
  set_target_properties(${name} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ${DISTILL_CHECK_HEADERS})
endfunction()

# unit_test(model_test SOURCES a_test.cpp LIBRARIES engine_model [LABELS unit])
function(unit_test name)
  cmake_parse_arguments(T "" "" "SOURCES;LIBRARIES;LABELS" ${ARGN})
  add_executable(${name} ${T_SOURCES})
  target_link_libraries(${name} PRIVATE distill_options test_support ${T_LIBRARIES})
  add_test(NAME ${name} COMMAND ${name})
  if(NOT T_LABELS)
    set(T_LABELS unit)
  endif()
  set_tests_properties(${name} PROPERTIES LABELS "${T_LABELS}" TIMEOUT 300)
endfunction()
