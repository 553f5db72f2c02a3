from communique.compiled import prefer

prefer(__path__, __name__)
