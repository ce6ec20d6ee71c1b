# cmake -DOUTPUT=scripts.cpp -DFOLDER=catalog/schema -DMIGRATIONS="a.sql;b.sql" -DSCRIPTS="c.sql;d.sql" -P embed.cmake
# Writes the text of SQL files into a C++ source; paths are relative to FOLDER.

set(text "// Made by catalog/schema/embed.cmake from the SQL files of catalog/schema.\n")
string(APPEND text "#include \"catalog/schema/scripts.hpp\"\n\nnamespace catalog::schema {\nnamespace {\n\n")

function(append_literal file)
  file(READ "${FOLDER}/${file}" sql)
  set(text "${text}R\"sql_file(${sql})sql_file\"" PARENT_SCOPE)
endfunction()

string(APPEND text "constexpr pg::Migration all_migrations[] = {\n")
foreach(file IN LISTS MIGRATIONS)
  if(NOT file MATCHES "([0-9]+)_([^/]*)\\.sql$")
    message(FATAL_ERROR "${file}: a migration is called <number>_<name>.sql")
  endif()
  math(EXPR number "1${CMAKE_MATCH_1} - 1${CMAKE_MATCH_1} / 1000 * 1000")
  string(REPLACE "_" " " name "${CMAKE_MATCH_2}")
  string(APPEND text "{${number}, \"${name}\", ")
  append_literal("${file}")
  string(APPEND text "},\n")
endforeach()

string(APPEND text "};\n\nconstexpr pg::Script all_scripts[] = {\n")
foreach(file IN LISTS SCRIPTS)
  string(APPEND text "{\"${file}\", ")
  append_literal("${file}")
  string(APPEND text "},\n")
endforeach()

string(APPEND text "};\n\n}  // namespace\n\n"
  "std::span<pg::Migration const> migrations() { return all_migrations; }\n"
  "std::span<pg::Script const> repeatable_scripts() { return all_scripts; }\n\n"
  "}  // namespace catalog::schema\n")
file(WRITE "${OUTPUT}" "${text}")
