// What a pending order that is not live any more has opened. The watcher tells it, and an order to change or to remove the
// pending one tells it first: whoever gave it must not believe that nothing was opened.
#ifndef ORLEANS_FILLED_MQH
#define ORLEANS_FILLED_MQH

#include "../ExecutionGuard.mqh"
#include "Lookup.mqh"

#define FILLED_NOT 0
#define FILLED_LATER 1   // the trade server says so, and its deals are still to come
#define FILLED_TOLD 2

bool HistoryHasOrder(const long ticket)
{
   for(int i = HistoryOrdersTotal() - 1; i >= 0; i--)
      if((long)HistoryOrderGetTicket(i) == ticket)
         return(true);
   return(false);
}

// Tells what the watched order has opened, and watches the position from then on. The order is in the selected history.
int TellFilled(CExecutionGuard &guard, SWatch &watch, const int digits, const long bridgeMs)
{
   SOutcome outcome;
   SFacts facts;
   ulong order = (ulong)watch.order;
   for(int i = 0; i < HistoryDealsTotal(); i++)
   {
      ulong deal = HistoryDealGetTicket(i);
      if(deal != 0 && HistoryDealGetInteger(deal, DEAL_ORDER) == watch.order && IsTrade(deal))
         facts.AddDeal(deal);
   }
   if(HistoryOrderGetInteger(order, ORDER_STATE) == ORDER_STATE_FILLED
      && facts.volume < ToHundredths(HistoryOrderGetDouble(order, ORDER_VOLUME_INITIAL)))
      return(FILLED_LATER);
   if(facts.volume == 0)
      return(FILLED_NOT);
   outcome.kind = "OPENED";
   outcome.order = watch.order;
   outcome.deal = facts.deal;
   outcome.volume = facts.volume;
   outcome.price = facts.price;
   outcome.commission = facts.commission;
   outcome.time = ServerToBridge(facts.timeMsc, bridgeMs);
   watch.isPending = false;
   watch.position = facts.position;
   watch.volume = facts.volume;
   watch.price = facts.price;
   watch.deals = facts.deals;
   guard.Commit(guard.NewReport(watch.subscription, watch.sequence, outcome.kind, outcome.Rest(digits)) + "\n"
                + watch.Record());
   return(FILLED_TOLD);
}

#endif
