// What surrounds a program under test: its clock, its sandbox, and the moments at which it is killed.
#pragma once
#include <string>

struct World
{
   std::string sandbox;      // the terminal's MQL5/Files
   bool isVirtual = true;    // the clock stands still but for Advance; else it runs, and Advance jumps
   long advancedMs = 0;
   long startMs = 1735689600000; // of the clock; 2025-01-01 UTC
   bool isQuiet = false;     // Print says nothing
   bool denies = false;      // the allow-list has no address
   long sendMax = 1 << 20;   // most bytes that SocketSend takes at once
   long blockedReads = 0;    // reads of a socket that had nothing: in the terminal they stop the program
   long sentBytes = 0;       // all that went to any bridge, handshakes of TLS aside
   std::string trusted;      // a file with the certificates that TLS trusts; empty: none
   int nothingToRead = 0;    // what a read by TLS answers that finds nothing: 0 or -1

   // Killed by SIGKILL at the n-th of these from now; 0: never.
   long dieAtWrite = 0;      // a file's flush: half of what was written reaches the disk
   long dieAtFlush = 0;      // after all of it did
   long dieBeforeOrder = 0;  // the request is in the program's hands
   long dieAfterOrder = 0;   // the trade server has acted, the program has not heard
   long dieAtSend = 0;       // before bytes go to the bridge
   long dieAtCall = 0;       // at the n-th of all these moments together
};

extern World world;

[[noreturn]] void Die();
// Counts down one kind of moment and all moments together.
void Moment(long &counter);
bool CountsOut(long &counter);
std::string Sha256Raw(const std::string &data);
