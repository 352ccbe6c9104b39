// The few spellings in which MQL5 and C++ differ. The tests compile these very files with a C++ compiler, which has
// no "type name[]"; everything else is written in what both languages share.
#ifndef ORLEANS_PORTABLE_MQH
#define ORLEANS_PORTABLE_MQH

#ifdef __MQL5__
#define ARRAY(type, name) type name[]
#define ARRAY_REF(type, name) type &name[]
#define CONST_ARRAY_REF(type, name) const type &name[]
#endif

#endif
