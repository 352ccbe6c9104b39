// What a provider's program finds by comparing: several deals of an order, reversals, and history that comes late.
#include "Desk.hpp"
#include <OrleansTrading/Scanner.mqh>
#include <OrleansTrading/Marks.mqh>

// A provider's terminal without a bridge: what it publishes is read from its journal.
struct Studio
{
   CPublished published;
   CScanner scanner;
   CMarks marking;

   Studio()
   {
      published.Open("journal");
      published.Begin(Now(), broker.offsetSeconds * 1000);
   }

   ~Studio() { published.Close(); }
   long Now() const { return world.startMs + world.advancedMs; }

   void Run(long milliseconds)
   {
      for(long until = world.advancedMs + milliseconds; world.advancedMs < until; world.advancedMs += 20)
      {
         scanner.Step(published, Now(), Now());
         marking.Learn(published, Now());
         marking.Look(Now());
      }
   }

   // Takes what may be said of prices: "10 1.08400 1.08408", with the ticket before it and how long after `since`.
   std::vector<std::string> Marked(long since)
   {
      std::vector<std::string> all;
      for(std::string line; !(line = marking.Take(published, Now()).Bytes()).empty();)
         all.push_back(Part(line, 1) + " " + Part(line, 2) + " +" + std::to_string(std::stol(Part(line, 3)) - since)
                       + " " + Part(line, 4) + " " + Part(line, 5));
      return all;
   }

   // "CLOSE 1001 0.10 1.08450", one a signal.
   std::vector<std::string> Said()
   {
      std::vector<std::string> all;
      for(int i = 0; i < ArraySize(published.signals); i++)
      {
         std::string rest = published.signals[i].rest.Bytes();
         all.push_back(Part(rest, 1) + " " + Part(rest, 2) + " " + Part(rest, 5) + " " + Part(rest, 6));
      }
      return all;
   }
};

static void ExpectLines(const std::vector<std::string> &lines, const std::vector<std::string> &shall,
                        const std::string &what)
{
   std::string is, should;
   for(const std::string &line : lines)
      is += line + "; ";
   for(const std::string &line : shall)
      should += line + "; ";
   ExpectIs(is, should, what);
}

static void ExpectSaid(Studio &studio, const std::vector<std::string> &shall, const std::string &what)
{
   ExpectLines(studio.Said(), shall, what);
}

// An order of the user's hand; its ticket. price: of a pending order; 0: at market.
static long ByHand(const std::string &symbol, ENUM_ORDER_TYPE type, double volume, double price = 0)
{
   MqlTradeRequest request = {};
   MqlTradeResult result = {};
   request.action = price > 0 ? TRADE_ACTION_PENDING : TRADE_ACTION_DEAL;
   request.symbol = string::Of(symbol);
   request.type = type;
   request.volume = volume;
   request.price = price;
   Expect(broker.Execute(request, result, nullptr), "the broker takes it");
   return (long)result.order;
}

static std::string Line(const std::string &action, long ticket, const std::string &rest)
{
   return action + " " + std::to_string(ticket) + " " + rest;
}

// An order that has reversed a position and goes on being filled: its end says what it opened. Other symbols do not wait.
static void ReversalHoldsOnlyItsPosition()
{
   broker.isHedging = false;
   Studio studio;
   long held = ByHand("EURUSD", ORDER_TYPE_BUY, 0.3);
   long order = ByHand("EURUSD", ORDER_TYPE_SELL_LIMIT, 0.6, 1.09);
   studio.Run(2000);
   broker.FillPending(order, 0.4, 1.09);
   long other = ByHand("USDJPY", ORDER_TYPE_BUY, 0.1);
   studio.Run(2000);
   broker.ClosePosition(other, 0, 157.5, DEAL_REASON_CLIENT);
   studio.Run(2000);
   std::vector<std::string> said = {Line("OPEN", held, "0.30 1.08345"), Line("OPEN", order, "0.60 1.09000"),
                                    Line("OPEN", other, "0.10 156.783"), Line("CLOSE", other, "0.10 157.500")};
   ExpectSaid(studio, said, "while the order lives");
   broker.FillPending(order, 0, 1.09);
   studio.Run(2000);
   said.push_back(Line("CLOSE", held, "0.30 1.09000"));
   said.push_back(Line("FILL", order, "0.30 1.09000"));
   ExpectSaid(studio, said, "when it has its end");
}

// What the deal closed has no part in the price at which the order opened.
static void ReversalHasThePriceOfWhatItOpened()
{
   broker.isHedging = false;
   Studio studio;
   long held = ByHand("EURUSD", ORDER_TYPE_BUY, 0.9);
   long order = ByHand("EURUSD", ORDER_TYPE_SELL_LIMIT, 1.0, 1.0);
   studio.Run(2000);
   broker.FillPending(order, 0.95, 1.0);
   broker.FillPending(order, 0, 2.0);
   studio.Run(2000);
   ExpectSaid(studio,
              {Line("OPEN", held, "0.90 1.08345"), Line("OPEN", order, "1.00 1.00000"),
               Line("CLOSE", held, "0.90 1.00000"), Line("FILL", order, "0.10 1.50000")},
              "signals");
}

// By the journal there is more than the deal took; what else the order opened is told all the same.
static void ReversalOfMoreThanThereWas()
{
   broker.isHedging = false;
   Studio studio;
   long held = ByHand("EURUSD", ORDER_TYPE_BUY, 0.9);
   studio.Run(2000);
   studio.published.legs[0].volume = 95;
   studio.published.Commit(studio.published.legs[0].Record());
   long order = ByHand("EURUSD", ORDER_TYPE_SELL_LIMIT, 1.0, 1.0);
   studio.Run(2000);
   broker.FillPending(order, 0.95, 1.0);
   broker.FillPending(order, 0, 2.0);
   studio.Run(2000);
   ExpectSaid(studio,
              {Line("OPEN", held, "0.90 1.08345"), Line("OPEN", order, "1.00 1.00000"),
               Line("CLOSE", held, "0.95 1.00000"), Line("FILL", order, "0.05 2.00000")},
              "signals");
}

// An opening is told when its order has its end, and a close of what is not told yet comes behind it.
static void CloseOfAPartWaitsForTheRest()
{
   Studio studio;
   long order = ByHand("EURUSD", ORDER_TYPE_BUY_LIMIT, 0.6, 1.07);
   studio.Run(2000);
   broker.FillPending(order, 0.4, 1.07);
   broker.ClosePosition(order, 0.3, 1.08, DEAL_REASON_CLIENT);
   studio.Run(2000);
   ExpectSaid(studio, {Line("OPEN", order, "0.60 1.07000")}, "while the order lives");
   broker.EndPending(order, ORDER_STATE_CANCELED);
   studio.Run(2000);
   ExpectSaid(studio,
              {Line("OPEN", order, "0.60 1.07000"), Line("FILL", order, "0.40 1.07000"),
               Line("CLOSE", order, "0.30 1.08000")},
              "when it has its end");
}

// The order is not live any more and not yet in history, or there without all its deals.
static void PublishedWithAllItsDeals()
{
   for(bool isRemoved : {false, true})
   {
      Studio studio;
      size_t before = studio.Said().size();
      long order = ByHand("EURUSD", ORDER_TYPE_BUY_LIMIT, 0.6, 1.07);
      studio.Run(2000);
      broker.FillPending(order, 0.2, 1.07);
      if(!isRemoved)
         broker.hiddenAfter = broker.deals.rbegin()->first;
      else
         broker.hiddenAfter = order;
      broker.hidesEnded = true;
      if(isRemoved)
         broker.EndPending(order, ORDER_STATE_CANCELED);
      else
         broker.FillPending(order, 0, 1.07);
      studio.Run(5000);
      ExpectIs(studio.Said().size(), before + 1, "while it is gone");
      broker.hidesEnded = false;
      studio.Run(5000);
      ExpectIs(studio.Said().size(), before + 1, "before its deals");
      broker.hiddenAfter = LONG_MAX;
      studio.Run(5000);
      ExpectIs(studio.Said().size(), before + 2, "then");
      ExpectIs(studio.Said().back(), Line("FILL", order, isRemoved ? "0.20 1.07000" : "0.60 1.07000"), "all of it");
   }
}

// History is looked at from two days before the last deal that was told, so that nothing is left behind for longer.
static void HeldForADayHoldsAll()
{
   broker.isHedging = false;
   Studio studio;
   long held = ByHand("EURUSD", ORDER_TYPE_BUY, 0.3);
   long order = ByHand("EURUSD", ORDER_TYPE_SELL_LIMIT, 0.6, 1.09);
   studio.Run(2000);
   broker.FillPending(order, 0.4, 1.09);
   for(int day = 1; day <= 4; day++)
   {
      ByHand("USDJPY", ORDER_TYPE_BUY, 0.1);
      studio.Run(2000);
      ExpectIs(studio.Said().size(), 3ul, "on day " + std::to_string(day));
      world.advancedMs += 86400000;
   }
   broker.FillPending(order, 0, 1.09);
   studio.Run(2000);
   ExpectIs(studio.Said().size(), 8ul, "all is told");
   ExpectIs(studio.Said()[3], Line("CLOSE", held, "0.30 1.09000"), "what was held");
}

// A part is filled on the first day, and the order is removed days later, when later deals have been told.
static void PartOfLongAgoIsPublished()
{
   Studio studio;
   long order = ByHand("EURUSD", ORDER_TYPE_BUY_LIMIT, 0.6, 1.07);
   studio.Run(2000);
   broker.FillPending(order, 0.4, 1.07);
   for(int day = 1; day <= 5; day++)
   {
      ByHand("USDJPY", ORDER_TYPE_BUY, 0.1);
      studio.Run(2000);
      world.advancedMs += 86400000;
   }
   ExpectIs(studio.Said().size(), 6ul, "while it lives nobody waits for it");
   broker.EndPending(order, ORDER_STATE_CANCELED);
   studio.Run(2000);
   ExpectIs(studio.Said().size(), 7ul, "signals");
   ExpectIs(studio.Said().back(), Line("FILL", order, "0.40 1.07000"), "at its end");
}

// The first prices at a horizon or behind it, whether the position is still there or not, once its signal was answered.
static void PricesAfterOpenings()
{
   Studio studio;
   long since = studio.Now();
   long held = ByHand("EURUSD", ORDER_TYPE_BUY, 0.3);
   long order = ByHand("EURUSD", ORDER_TYPE_SELL_LIMIT, 0.2, 1.09);
   studio.Run(500);
   broker.Quote("EURUSD", 1.08340, 1.08348);
   studio.Run(1000);
   broker.Quote("EURUSD", 1.08350, 1.08358);
   studio.Run(100);
   broker.Quote("EURUSD", 1.08360, 1.08368);
   studio.Run(400);
   ExpectLines(studio.Marked(since), {}, "before the platform knows the position");
   studio.published.Acknowledge(studio.published.Next() - 1);
   std::string one = std::to_string(held), other = std::to_string(order);
   ExpectLines(studio.Marked(since), {one + " 1 +1500 1.08350 1.08358"}, "after a second");
   broker.ClosePosition(held, 0, 1.0836, DEAL_REASON_CLIENT);
   studio.Run(7000);
   broker.FillPending(order, 0, 1.09);
   studio.Run(1500);
   broker.Quote("EURUSD", 1.08370, 1.08378);
   studio.Run(500);
   studio.published.Acknowledge(studio.published.Next() - 1);
   ExpectLines(studio.Marked(since),
               {one + " 10 +10500 1.08370 1.08378", other + " 1 +10500 1.08370 1.08378"}, "after ten seconds");
   studio.Run(60000);
   broker.Quote("EURUSD", 1.08380, 1.08388);
   studio.Run(100);
   ExpectLines(studio.Marked(since),
               {one + " 60 +71000 1.08380 1.08388", other + " 60 +71000 1.08380 1.08388"}, "after a minute");
}

// No price within a horizon's length behind it, a program that begins later, and what is asked for too late.
static void PricesOfNoHorizon()
{
   long since = world.startMs + world.advancedMs;
   long held = ByHand("EURUSD", ORDER_TYPE_BUY, 0.3);
   world.advancedMs += 15000;
   Studio studio;
   studio.Run(6000);
   broker.Quote("EURUSD", 1.08340, 1.08348);
   studio.Run(9000);
   broker.Quote("EURUSD", 1.08350, 1.08358);
   studio.Run(35000);
   broker.Quote("EURUSD", 1.08360, 1.08368);
   studio.Run(100);
   studio.published.Acknowledge(studio.published.Next() - 1);
   ExpectLines(studio.Marked(since), {std::to_string(held) + " 60 +65000 1.08360 1.08368"}, "of what was open before");
   ByHand("EURUSD", ORDER_TYPE_BUY, 0.3);
   studio.Run(3000);
   broker.Quote("EURUSD", 1.08370, 1.08378);
   studio.Run(10000);
   studio.published.Acknowledge(studio.published.Next() - 1);
   studio.Run(700000);
   broker.Quote("EURUSD", 1.08380, 1.08388);
   studio.Run(1000);
   ExpectLines(studio.Marked(since), {}, "too late");
   ByHand("EURUSD", ORDER_TYPE_BUY, 0.3);
   studio.Run(1000);
   broker.Quote("EURUSD", 1.08390, 1.08398);
   studio.Run(700000);
   studio.published.Acknowledge(studio.published.Next() - 1);
   ExpectLines(studio.Marked(since), {}, "answered too late");
}

std::vector<Scenario> ProviderScenarios()
{
   return {{"reversal-holds-only-its-position", ReversalHoldsOnlyItsPosition},
           {"reversal-has-the-price-of-what-it-opened", ReversalHasThePriceOfWhatItOpened},
           {"reversal-of-more-than-there-was", ReversalOfMoreThanThereWas},
           {"close-of-a-part-waits-for-the-rest", CloseOfAPartWaitsForTheRest},
           {"published-with-all-its-deals", PublishedWithAllItsDeals},
           {"held-for-a-day-holds-all", HeldForADayHoldsAll},
           {"part-of-long-ago-is-published", PartOfLongAgoIsPublished},
           {"prices-after-openings", PricesAfterOpenings},
           {"prices-of-no-horizon", PricesOfNoHorizon}};
}
