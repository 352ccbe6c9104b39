// Publishes what happens on this account to the bridge: whatever opens, changes and closes positions and pending orders,
// by hand or by a program. It never trades. README.md says how it is installed.
#ifdef __MQL5__
#property copyright "OrleansTrading"
#property version "1.00"
#property description "Publishes this account's trades. Needs the bridge's address in the list of allowed ones."
#endif

#include <OrleansTrading/Portable.mqh>
#include <BridgeClient.mqh>
#include <OrleansTrading/Terminal.mqh>
#include <OrleansTrading/Resume.mqh>
#include <OrleansTrading/Scanner.mqh>
#include <OrleansTrading/Marks.mqh>

input string BridgeHost = "";        // The bridge's address, as in the list of allowed ones
input int BridgePort = 9443;         // Its port
input bool BridgeTls = true;         // TLS; without it, only over a network that you trust
input string BridgeThumbprint = "";  // SHA-1 of the bridge's certificate, if it is to be pinned
input string AccountId = "";         // acc_ and 26 characters, as the platform shows it
input string AccountSecret = "";     // 64 characters, shown once when the account was registered

#define TIMER_MS 20

CBridgeClient bridge;
CPublished published;
CScanner scanner;
CMarks marking;
CAccountTeller teller;
bool hasLast = false;
bool isBroken = false;
int part = PART_ACCOUNT;

int OnInit(void)
{
   isBroken = false;
   marking.Begin();
   if(!HmacSelfTest())
   {
      Print("This terminal's SHA-256 does not give what RFC 4231 says. Nothing is published.");
      return(INIT_FAILED);
   }
   if(!bridge.Configure(BridgeHost, (uint)BridgePort, BridgeTls, BridgeThumbprint, "PROVIDER", AccountId,
                        AccountSecret))
   {
      Print("AccountId needs acc_ and 26 characters, AccountSecret 64 of 0-9 and a-f, BridgePort 1 to 65535.");
      return(INIT_PARAMETERS_INCORRECT);
   }
   if(!published.Open("OrleansTrading\\" + AccountId + ".provider"))
   {
      Print(published.Error(), " Nothing is published without it.");
      return(INIT_FAILED);
   }
   return(EventSetMillisecondTimer(TIMER_MS) ? INIT_SUCCEEDED : INIT_FAILED);
}

void OnDeinit(const int reason)
{
   EventKillTimer();
   bridge.Close();
   published.Close();
   Print("Stopped, reason ", reason);
}

// Everything behind a number is said again, in order.
void BeginBehind(const long last)
{
   hasLast = true;
   for(int i = 0; i < ArraySize(published.signals); i++)
      published.signals[i].isSent = false;
   isBroken = !published.Acknowledge(last) || isBroken;
}

bool OnLine(CONST_ARRAY_REF(string, fields))
{
   long number = 0;
   int count = ArraySize(fields);
   if(fields[0] == "LAST" && count == 2 && ParseWhole(fields[1], number))
      BeginBehind(number);
   else if(fields[0] == "WATCH" && count == 2 && IsSymbol(fields[1]))
      teller.Watch(bridge, fields[1]);
   else if(fields[0] == "PUBACK" && count == 4 && ParseWhole(fields[1], number))
   {
      if(fields[2] == "REFUSED")
         Print("The platform refuses signal ", number, ": ", SafeReason(fields[3]));
      if(fields[2] == "OK" || fields[2] == "REFUSED")
         isBroken = !published.Acknowledge(number) || isBroken;
      else if(fields[2] == "GAP")
         hasLast = false; // LAST comes again, and says behind what to begin
      else
         return(false);
   }
   else
      return(false);
   return(true);
}

void Publish(void)
{
   ARRAY(string, fields);
   for(int i = 0; i < ArraySize(published.signals) && hasLast && bridge.MaySay(); i++)
   {
      if(published.signals[i].isSent)
         continue;
      SplitFields(published.signals[i].rest, fields);
      teller.EnsureTold(bridge, fields[3]);
      published.signals[i].isSent = bridge.Say("PUB|" + IntegerToString(published.signals[i].number) + "|"
                                               + published.signals[i].rest);
   }
}

void TellMarks(void)
{
   while(hasLast && bridge.MaySay())
   {
      string line = marking.Take(published, bridge.BridgeMs());
      if(line == "" || !bridge.Say(line))
         return;
   }
}

void Talk(void)
{
   ARRAY(string, fields);
   bridge.Poll();
   if(bridge.TakeNewSession())
   {
      part = PART_ACCOUNT;
      hasLast = false;
      teller.Begin();
   }
   while(!isBroken && bridge.Next(fields))
      if(!OnLine(fields))
         bridge.Malformed();
   if(bridge.IsLive() && part == PART_ACCOUNT)
   {
      teller.TellAccount(bridge);
      part = PART_SYMBOLS;
   }
   if(bridge.IsLive() && part == PART_SYMBOLS && teller.TellSymbols(bridge))
      part = PART_LIVE;
   if(bridge.IsLive() && part == PART_LIVE)
   {
      Publish();
      TellMarks();
      teller.Step(bridge);
   }
   bridge.Flush();
}

void OnTimer(void)
{
   if(isBroken)
      return;
   Talk();
   // Numbers begin behind what the platform has, so the first is given after the first LAST.
   if(hasLast && IsConnected())
      isBroken = !published.Begin(bridge.BridgeMs(), ServerOffset(bridge.BridgeMs()) * 1000) || isBroken;
   if(published.HasBegun())
   {
      scanner.Step(published, bridge.LocalMs(), bridge.BridgeMs());
      marking.Learn(published, bridge.BridgeMs());
      marking.Look(bridge.BridgeMs());
   }
   if(isBroken)
   {
      Print(published.Error(), " Nothing more is published; remove the cause and attach the program again.");
      bridge.Close();
   }
}

void OnTradeTransaction(const MqlTradeTransaction &transaction, const MqlTradeRequest &request,
                        const MqlTradeResult &result)
{
   // Only a hint: events come in any order, and the older ones may be left out.
   if(transaction.type != TRADE_TRANSACTION_REQUEST || request.order != result.order)
      scanner.Hint();
}
