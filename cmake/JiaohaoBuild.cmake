# How every room is built: one static library, one alias, warnings as errors.
#
#   jiaohao_room(kiosk::base SOURCES a.cpp b.cpp PUBLIC kiosk::x PRIVATE SQLite::SQLite3)
#   jiaohao_program(kioskd SOURCES main.cpp LINK kiosk::daemon)
#   jiaohao_suite(unit_domain SOURCES a_test.cpp LINK kiosk::domain)   (one GoogleTest binary per room; QT if it links Qt)
#
# A library whose CMakeLists sets AUTOMOC ON gets Qt's moc; no other room pays for it.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

find_program(JIAOHAO_MOLD mold)
if(JIAOHAO_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

set(JIAOHAO_SANITIZE "" CACHE STRING "Sanitizers, as in -fsanitize=")
if(JIAOHAO_SANITIZE)
  add_compile_options(-fsanitize=${JIAOHAO_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  # These five double the time to compile and find what AddressSanitizer traps anyway (a null, a freed or a
  # wrong object); overflow, shifts, bounds, enums, returns and conversions stay on.
  add_compile_options(-fno-sanitize=null,vptr,object-size,pointer-overflow,alignment)
  add_link_options(-fsanitize=${JIAOHAO_SANITIZE})
endif()

# GCC 12 sees phantoms in its own library headers, with optimisation and through sanitizer code.
add_compile_options(-Wno-maybe-uninitialized -Wno-stringop-overflow -Wno-stringop-overread -Wno-array-bounds
  -Wno-dangling-pointer -Wno-free-nonheap-object)

add_library(jiaohao_common INTERFACE)
target_compile_options(jiaohao_common INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
  -Wno-sign-conversion -Wnon-virtual-dtor -Woverloaded-virtual -Wold-style-cast -Wno-restrict -Werror)
target_include_directories(jiaohao_common INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_definitions(jiaohao_common INTERFACE
  JIAOHAO_VERSION="${PROJECT_VERSION}"
  $<$<BOOL:${JIAOHAO_SIMULATION}>:JIAOHAO_SIMULATION=1>)

function(jiaohao_room alias)
  cmake_parse_arguments(ARG "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  string(REPLACE "::" "_" target ${alias})
  if(NOT ARG_SOURCES)
    jiaohao_header_room(${alias} PUBLIC ${ARG_PUBLIC})
    return()
  endif()
  add_library(${target} STATIC ${ARG_SOURCES})
  add_library(${alias} ALIAS ${target})
  target_link_libraries(${target} PUBLIC ${ARG_PUBLIC} PRIVATE jiaohao_common ${ARG_PRIVATE})
  target_include_directories(${target} PUBLIC ${CMAKE_SOURCE_DIR})
endfunction()

# A room of headers only (values and seams).
function(jiaohao_header_room alias)
  cmake_parse_arguments(ARG "" "" "PUBLIC" ${ARGN})
  string(REPLACE "::" "_" target ${alias})
  add_library(${target} INTERFACE)
  add_library(${alias} ALIAS ${target})
  target_link_libraries(${target} INTERFACE ${ARG_PUBLIC})
  target_include_directories(${target} INTERFACE ${CMAKE_SOURCE_DIR})
endfunction()

function(jiaohao_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE jiaohao_common ${ARG_LINK})
endfunction()

# GoogleTest's headers, compiled once for every suite without Qt (Qt's -fPIC needs its own).
function(jiaohao_test_headers)
  file(WRITE ${CMAKE_BINARY_DIR}/test_headers.cpp "")
  add_library(jiaohao_test_headers OBJECT ${CMAKE_BINARY_DIR}/test_headers.cpp)
  target_link_libraries(jiaohao_test_headers PRIVATE jiaohao_common GTest::gtest)
  target_compile_options(jiaohao_test_headers PRIVATE $<$<CONFIG:Debug>:-O0>)
  target_precompile_headers(jiaohao_test_headers PRIVATE <gtest/gtest.h> <string> <vector> <functional> <memory>)
endfunction()

# Suites are listed in <build>/suites.txt for ./test: "name group binary".
function(jiaohao_suite name)
  cmake_parse_arguments(ARG "QT" "GROUP" "SOURCES;LINK;DEPENDS" ${ARGN})
  if(NOT ARG_GROUP)
    set(ARG_GROUP quick)
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE jiaohao_common ${ARG_LINK} GTest::gtest GTest::gtest_main)
  target_compile_options(${name} PRIVATE $<$<CONFIG:Debug>:-O0>)
  if(NOT ARG_QT)
    if(NOT TARGET jiaohao_test_headers)
      jiaohao_test_headers()
    endif()
    target_precompile_headers(${name} REUSE_FROM jiaohao_test_headers)
  endif()
  target_compile_definitions(${name} PRIVATE JIAOHAO_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
    JIAOHAO_BINARY_DIR="${CMAKE_BINARY_DIR}")
  if(ARG_DEPENDS)
    add_dependencies(${name} ${ARG_DEPENDS})
  endif()
  set_property(GLOBAL APPEND PROPERTY JIAOHAO_SUITES "${name} ${ARG_GROUP} ${CMAKE_BINARY_DIR}/bin/${name}")
endfunction()
