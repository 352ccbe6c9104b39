// Executes the orders of the bridge on this account and reports what becomes of them. One chart of the terminal runs
// it; which does not matter. README.md says how it is installed.
#ifdef __MQL5__
#property copyright "OrleansTrading"
#property version "1.00"
#property description "Copies what the account is subscribed to. Needs the bridge's address in the list of allowed ones."
#endif

#include <OrleansTrading/Portable.mqh>
#include <BridgeClient.mqh>
#include <ExecutionGuard.mqh>
#include <OrleansTrading/Terminal.mqh>
#include <OrleansTrading/Orders.mqh>
#include <OrleansTrading/Watch.mqh>
#include <OrleansTrading/Resume.mqh>

input string BridgeHost = "";        // The bridge's address, as in the list of allowed ones
input int BridgePort = 9443;         // Its port
input bool BridgeTls = true;         // TLS; without it, only over a network that you trust
input string BridgeThumbprint = "";  // SHA-1 of the bridge's certificate, if it is to be pinned
input string AccountId = "";         // acc_ and 26 characters, as the platform shows it
input string AccountSecret = "";     // 64 characters, shown once when the account was registered

#define TIMER_MS 20
#define LINES_A_STEP 64

CBridgeClient bridge;
CExecutionGuard guard;
COrderExecutor executor;
CWatcher watcher;
CResume resume;
bool isRecovered = false;
bool isBroken = false;

int OnInit(void)
{
   isRecovered = false;
   isBroken = false;
   if(!HmacSelfTest())
   {
      Print("This terminal's SHA-256 does not give what RFC 4231 says. Nothing is executed.");
      return(INIT_FAILED);
   }
   if(!bridge.Configure(BridgeHost, (uint)BridgePort, BridgeTls, BridgeThumbprint, "SUBSCRIBER", AccountId,
                        AccountSecret))
   {
      Print("AccountId needs acc_ and 26 characters, AccountSecret 64 of 0-9 and a-f, BridgePort 1 to 65535.");
      return(INIT_PARAMETERS_INCORRECT);
   }
   if(!guard.Open("OrleansTrading\\" + AccountId, AccountSecret))
   {
      Print(guard.Error(), " Nothing is executed without it.");
      return(INIT_FAILED);
   }
   return(EventSetMillisecondTimer(TIMER_MS) ? INIT_SUCCEEDED : INIT_FAILED);
}

void OnDeinit(const int reason)
{
   EventKillTimer();
   bridge.Close();
   guard.Close();
   Print("Stopped, reason ", reason);
}

void Reject(const string subscription, const long sequence, const string code)
{
   int index = guard.FindSubscription(subscription);
   bridge.Say("REJ|" + subscription + "|" + IntegerToString(sequence) + "|" + code + "|"
              + IntegerToString(index < 0 ? 0 : guard.subscriptions[index].last));
}

// Written down before anything else is done with it.
void OnSignal(CONST_ARRAY_REF(string, fields))
{
   long sequence = 0;
   int digits = ArraySize(fields) > 4 ? DigitsOf(fields[4]) : -1;
   int taken = guard.Take(fields, digits, sequence);
   if(taken == TAKE_MALFORMED)
      bridge.Malformed();
   else if(taken == TAKE_FAILED)
      isBroken = true;
   else if(taken == TAKE_KNOWN)
      executor.Ask(fields[1], sequence);
   else if(taken == TAKE_SIGNATURE)
   {
      Reject(fields[1], sequence, "SIGNATURE");
      bridge.Distrust("a signature is wrong");
   }
   else if(taken == TAKE_SYNTAX)
      Reject(fields[1], sequence, "SYNTAX");
   else if(taken == TAKE_GAP)
      Reject(fields[1], sequence, "GAP");
   else if(taken == TAKE_UNKNOWN)
      Reject(fields[1], sequence, "UNKNOWN");
}

// S SUB|<subscription>|<base>|<window>|<deviation>|<spread>
bool OnSubscription(CONST_ARRAY_REF(string, fields))
{
   long base = 0, window = 0, deviation = 0, spread = 0;
   if(ArraySize(fields) != 6 || !IsId(fields[1], "sub_") || !ParseWhole(fields[2], base) || base > SEQUENCE_MAX
      || !ParseWhole(fields[3], window) || !ParseWhole(fields[4], deviation) || !ParseWhole(fields[5], spread))
      return(false);
   int index = guard.FindSubscription(fields[1]);
   long last = index < 0 ? 0 : guard.subscriptions[index].last;
   if(index < 0 || base > last)
   {
      // Another journal's program was here. What it did is looked for; nothing of it is executed again.
      long from = index >= 0 && guard.subscriptions[index].adoptTo > 0 ? guard.subscriptions[index].adoptFrom : last;
      string record = "L|" + fields[1] + "|" + IntegerToString(base);
      if(base > from)
         record += "\nA|" + fields[1] + "|" + IntegerToString(from) + "|" + IntegerToString(base);
      if(!guard.Commit(record))
      {
         isBroken = true;
         return(true);
      }
      index = guard.FindSubscription(fields[1]);
   }
   if(index < 0)
      return(true); // more subscriptions than there is room for: its orders are refused as UNKNOWN
   guard.subscriptions[index].isLive = true;
   guard.subscriptions[index].window = window;
   guard.subscriptions[index].deviation = deviation;
   guard.subscriptions[index].spread = spread;
   return(true);
}

bool OnLine(CONST_ARRAY_REF(string, fields))
{
   long number = 0;
   int count = ArraySize(fields);
   if(fields[0] == "SIG")
      OnSignal(fields);
   else if(fields[0] == "SUB")
      return(OnSubscription(fields));
   else if(fields[0] == "FIN" && count == 2 && ParseWhole(fields[1], number))
      isBroken = !guard.Commit("F|" + IntegerToString(number)) || isBroken;
   else if(fields[0] == "ASK" && count == 3 && IsId(fields[1], "sub_") && ParseWhole(fields[2], number)
           && number >= 1 && number <= SEQUENCE_MAX)
      executor.Ask(fields[1], number);
   else if(fields[0] == "WATCH" && count == 2 && IsSymbol(fields[1]))
      resume.Watch(fields[1]);
   else
      return(fields[0] == "LIVE" && count == 1);
   return(true);
}

void Talk(void)
{
   ARRAY(string, fields);
   bridge.Poll();
   if(bridge.TakeNewSession())
   {
      guard.BeginNumbers(bridge.BridgeMs());
      resume.Begin(guard);
   }
   // With no room for another order the lines wait where they are, and with them the bridge.
   for(int i = 0; i < LINES_A_STEP && guard.HasRoom() && !isBroken && bridge.Next(fields); i++)
      if(!OnLine(fields))
         bridge.Malformed();
   if(bridge.IsLive())
      resume.Step(guard, bridge);
   bridge.Flush();
}

void OnTimer(void)
{
   if(isBroken)
      return;
   // What was left open is resolved before the bridge is told how far this terminal is.
   if(!isRecovered)
   {
      isRecovered = executor.Recover(guard, bridge.LocalMs(), bridge.BridgeMs());
      return;
   }
   Talk();
   if(isBroken)
   {
      Print(guard.Error(), " Nothing more is executed; remove the cause and attach the program again.");
      bridge.Close();
      return;
   }
   executor.Step(guard, bridge.LocalMs(), bridge.BridgeMs());
   watcher.Step(guard, bridge.LocalMs(), bridge.BridgeMs());
}

void OnTradeTransaction(const MqlTradeTransaction &transaction, const MqlTradeRequest &request,
                        const MqlTradeResult &result)
{
   // Only a hint: events come in any order, and the older ones may be left out.
   if(transaction.type != TRADE_TRANSACTION_REQUEST || request.order != result.order)
      watcher.Hint();
}
